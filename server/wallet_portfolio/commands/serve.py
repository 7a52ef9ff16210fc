"""The command `serve`."""

import os
import signal
import sys
from typing import Annotated, NoReturn

import typer

from wallet_portfolio import logs
from wallet_portfolio.app import make_server, serve_over_http
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.cli_leaving import COULD_NOT_ANSWER, WRONG_USAGE, settings_or_stop, stop
from wallet_portfolio.commands import table
from wallet_portfolio.commands.options import Demo
from wallet_portfolio.settings import Settings

_INTERRUPTED = 130

commands = table()


@commands.command("serve")
def serve(
    *,
    demo: Demo = False,
    http: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Serve over HTTP at /mcp instead of stdio.")
    ] = None,
) -> None:
    """Run the MCP server."""
    _stop_when_told()
    settings = settings_or_stop(demo=demo)
    try:
        _serve(settings, http)
    except KeyboardInterrupt:
        if logs.as_json():  # or it would be told in words
            raise typer.Exit(_INTERRUPTED) from None
        raise


def _serve(settings: Settings, http: str | None) -> None:
    if http is None:
        try:
            make_server(settings).run("stdio")
        except* BrokenPipeError:  # the client is gone, and what was left to tell it with it
            os.close(sys.stdout.fileno())
    else:
        try:
            serve_over_http(settings, http)
        except InputError as error:
            _stop(error.message, WRONG_USAGE)
        except OSError:
            _stop(f"Nothing can be served at {http}: the port is taken or not allowed.", COULD_NOT_ANSWER)


def _stop_when_told() -> None:
    """Any process ends at SIGTERM, but the first one of a container only where it says so."""
    if os.getpid() == 1:
        signal.signal(signal.SIGTERM, lambda *_: os._exit(128 + signal.SIGTERM))


def _stop(message: str, status: int) -> NoReturn:
    if logs.as_json():
        logs.lifecycle.error("%s", message)
        raise typer.Exit(status)
    stop(message, status)
