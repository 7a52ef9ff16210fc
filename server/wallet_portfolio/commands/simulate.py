"""The command `simulate`."""

import threading
from typing import Annotated

import typer

from wallet_portfolio import simulator
from wallet_portfolio.cli_leaving import COULD_NOT_ANSWER, stop
from wallet_portfolio.commands import table

_DEFAULT_PORT = 8790

commands = table()


@commands.command("simulate")
def simulate(
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="The port to listen on; 0 takes a free one.")
    ] = _DEFAULT_PORT,
) -> None:
    """Run a stand-in for the OKX service on this machine, with made-up wallets."""
    key = simulator.DEMO_CREDENTIALS
    wallets = ",".join(f"{name}={address}" for name, address in simulator.DEMO_WALLETS.items())
    try:
        with simulator.in_background(simulator.create_app(), port) as url:
            typer.echo(
                f"The stand-in listens on {url} until it is stopped. To use it, set:\n"
                f"  export OKX_BASE_URL={url}\n"
                f"  export OKX_API_KEY={key['api_key']} OKX_SECRET_KEY={key['secret_key']}"
                f" OKX_PASSPHRASE={key['passphrase']}\n"
                f"  export WALLET_PORTFOLIO_WALLETS={wallets}"
            )
            threading.Event().wait()
    except OSError:
        stop(f"Port {port} is taken or not allowed. Choose another with --port.", COULD_NOT_ANSWER)
