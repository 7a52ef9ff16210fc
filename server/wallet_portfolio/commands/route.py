"""The command `route`."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from wallet_portfolio.cli_leaving import settings_or_stop
from wallet_portfolio.commands import table
from wallet_portfolio.intents.router import LONGEST_REQUEST
from wallet_portfolio.intents.router import route as route_request

_LONGEST_LINE = LONGEST_REQUEST * 4 + 2  # bytes: UTF-8 takes up to four a character, and the end of the line two
_LINE_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}  # that some readers take for ends of lines

commands = table()


@commands.command("route")
def route() -> None:
    """Read requests from standard input, one a line, and print what each of them asks: one JSON object a line."""
    _route_lines(sys.stdin.buffer, sys.stdout.buffer, settings_or_stop(demo=False).saved_wallets.names)


def _route_lines(requests: BinaryIO, routed: BinaryIO, wallet_names: Sequence[str]) -> None:
    """Answer each line as it comes, in order. Any bytes will do; what is no UTF-8 is read as far as it is."""
    for line in _lines(requests):
        text = line.decode("utf-8", errors="replace").rstrip("\r\n")
        said = json.dumps(route_request(text, wallet_names).as_json(), ensure_ascii=False).translate(_LINE_BREAKS)
        routed.write(said.encode("utf-8", errors="replace") + b"\n")
        routed.flush()


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines, of which only as much is kept as tells that a line is too long to be a request."""
    while line := stream.readline(_LONGEST_LINE):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(_LONGEST_LINE)
        yield line
