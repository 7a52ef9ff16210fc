"""The command `serve`."""

import os
import sys
from typing import Annotated

import typer

from wallet_portfolio.app import make_server, serve_over_http
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.cli_leaving import COULD_NOT_ANSWER, WRONG_USAGE, settings_or_stop, stop
from wallet_portfolio.commands import table
from wallet_portfolio.commands.options import Demo

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
    settings = settings_or_stop(demo=demo)
    if http is None:
        try:
            make_server(settings).run("stdio")
        except* BrokenPipeError:  # the client is gone, and what was left to tell it with it
            os.close(sys.stdout.fileno())
    else:
        try:
            serve_over_http(settings, http)
        except InputError as error:
            stop(error.message, WRONG_USAGE)
        except OSError:
            stop(f"Nothing can be served at {http}: the port is taken or not allowed.", COULD_NOT_ANSWER)
