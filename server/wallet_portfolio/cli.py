"""The command line: the server, questions in plain words, and a command for each tool.

Only the names of the commands are known here, and what each is for: a command is imported when it is run, so that
`--help` and `--version` are there at once, and `serve` loads nothing that only a terminal needs.
"""

import io
import sys
from importlib import import_module
from typing import Annotated

import typer
from typer.core import TyperCommand

from wallet_portfolio import __version__

# Each with the module in `commands` that it is in, and the beginning of its help. A test keeps them true.
COMMANDS = {
    "serve": ("serve", "Run the MCP server."),
    "ask": ("ask", "Answer one request in plain words."),
    "route": (
        "route",
        "Read requests from standard input, one a line, and print what each of them asks: one JSON object a line.",
    ),
    "doctor": ("doctor", "Check the whole way from the settings and the clients to a real answer, and say what to do."),
    "setup": (
        "setup",
        "Add this server to a client's configuration: shows the change, asks, and keeps a copy of the file.",
    ),
    "simulate": ("simulate", "Run a stand-in for the OKX service on this machine, with made-up wallets."),
    "show-portfolio": (
        "tools",
        "Show an overview of wallets: total, DeFi part, largest holdings, networks, 24 h change.",
    ),
    "get-total-value": ("tools", "Give what wallets are worth in USD, DeFi included."),
    "list-holdings": ("tools", "List every token that wallets hold, most valuable first, page by page."),
    "get-token-balances": ("tools", "Give how much of named tokens wallets hold, zero included."),
    "find-underperformers": ("tools", "Find holdings that lost value within 24 h, worst first."),
    "check-swap": ("tools", "Check a swap or sale: balance, gas, what is received, price impact, safety."),
    "prepare-swap": ("tools", "Prepare the unsigned transactions of a swap that the user has agreed to."),
    "search-tokens": ("tools", "Find tokens and their contract addresses by name or symbol, verified ones first."),
    "get-token-details": (
        "tools",
        "Give a token's price, 24 h change, market cap, liquidity, volume, holders and risks.",
    ),
    "get-price-chart": ("tools", "Give a token's price history as candles."),
    "list-supported-chains": ("tools", "List the supported networks, or check whether one is."),
}

app = typer.Typer(
    help="Answers questions about crypto wallets: balances, values and holdings over many networks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """The entry point."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a code page without ✓ or … is no reason to break off
    app()


def load(name: str) -> TyperCommand:
    """The command itself, imported now."""
    module, _ = COMMANDS[name]
    commands: typer.Typer = import_module(f"wallet_portfolio.commands.{module}").commands
    (info,) = (each for each in commands.registered_commands if each.name == name)
    command = typer.main.get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)
    assert isinstance(command, TyperCommand)  # noqa: S101  (for the type checker: it is one unless told otherwise)
    return command


class _Named(TyperCommand):
    """A command of which only the name and a line are known, until it is run."""

    def make_context(  # type: ignore[override]  # its base is private
        self, info_name: str | None, args: list[str], parent: typer.Context | None = None, **extra: object
    ) -> typer.Context:
        """The arguments are read by the command itself, which then runs in its own place."""
        return load(str(self.name)).make_context(info_name, args, parent, **extra)  # type: ignore[return-value]


def _version(wanted: bool) -> None:  # noqa: FBT001  (called by typer)
    if wanted:
        typer.echo(f"wallet-portfolio {__version__}")
        raise typer.Exit


@app.callback()
def common(
    *,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what happens to stderr.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options before the command."""
    del version
    from wallet_portfolio import logs

    logs.begin(verbose=verbose)


def _nothing() -> None:
    """Never runs: the command itself does."""


for _name, (_, _line) in COMMANDS.items():
    app.command(_name, cls=_Named, help=_line)(_nothing)
