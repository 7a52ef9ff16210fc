"""The MCP server over HTTP, on loopback."""

import hmac
import ipaddress
import socket
import sys

import uvicorn
from mcp.server import MCPServer
from pydantic import SecretStr
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.workflows.access import Access


class BearerToken:
    """Lets only requests through that carry the token; the comparison takes the same time for any wrong one."""

    def __init__(self, app: ASGIApp, token: SecretStr) -> None:
        self._app = app
        self._expected = f"Bearer {token.get_secret_value()}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        if scope["type"] == "http":
            given = dict(scope["headers"]).get(b"authorization", b"")
            if not hmac.compare_digest(given, self._expected):
                refusal = PlainTextResponse(
                    "A bearer token is needed.", status_code=401, headers={"WWW-Authenticate": "Bearer"}
                )
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def serve_http(server: MCPServer[Access], address: str, token: SecretStr | None) -> None:
    """Serve at /mcp until stopped; the SDK checks host and origin.

    Raises InputError unless the host is loopback, and OSError where the port is taken.
    """
    host, port = _loopback(address)
    app: ASGIApp = server.streamable_http_app(host=host)
    config = uvicorn.Config(BearerToken(app, token) if token else app, host=host, port=port, log_level="warning")
    with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        print(f"Serving MCP at http://{address}/mcp", file=sys.stderr, flush=True)  # noqa: T201  (for the person who started it)
        uvicorn.Server(config).run(sockets=[listener])


def _loopback(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    if not (port.isdigit() and 0 < int(port) < 65_536) or not host:
        raise InputError("Give the address to serve on as HOST:PORT, such as 127.0.0.1:8000.")
    try:
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise InputError("For now the server listens on this machine only: use 127.0.0.1, ::1 or localhost.")
    return host, int(port)
