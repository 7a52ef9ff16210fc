"""What the server is compared to: servers of the same SDK.

`bare` has tools that give back what they are given, at once or after a while. `plain` offers the same four operations
the way such servers are usually written: a tool an endpoint, a new HTTP client for each request, pages of 50 networks
one after another, and the service's answer as it is. Run as `python -m benchmarks.servers bare|plain [PORT]`, over
stdio without a port.
"""

import base64
import hashlib
import hmac
import json
import os
import sys
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import anyio
from mcp.server import MCPServer

_BALANCE = "/api/v6/dex/balance"
_PAGE = 50
PAUSE_SECONDS = 0.05


def bare_server() -> MCPServer[Any]:
    """A server with tools that do nothing."""
    server: MCPServer[Any] = MCPServer("bare", log_level="WARNING")

    @server.tool()
    async def echo(text: str) -> str:
        """Give back the text."""
        return text

    @server.tool()
    async def pause(text: str) -> str:
        """Give back the text after a while."""
        await anyio.sleep(PAUSE_SECONDS)
        return text

    return server


def plain_server(environment: dict[str, str]) -> MCPServer[Any]:
    """Four thin tools over the four operations."""
    import httpx  # here, as the bare server does without

    server: MCPServer[Any] = MCPServer("plain", log_level="WARNING")
    base = environment["OKX_BASE_URL"]

    async def ask(method: str, path: str, query: dict[str, str] | None = None, body: Any = None) -> Any:
        target = f"{_BALANCE}{path}" + (f"?{urlencode(query)}" if query else "")
        content = "" if body is None else json.dumps(body)
        moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        message = f"{moment}{method}{target}{content}"
        digest = hmac.new(environment["OKX_SECRET_KEY"].encode(), message.encode(), hashlib.sha256).digest()
        headers = {
            "OK-ACCESS-KEY": environment["OKX_API_KEY"],
            "OK-ACCESS-PASSPHRASE": environment["OKX_PASSPHRASE"],
            "OK-ACCESS-TIMESTAMP": moment,
            "OK-ACCESS-SIGN": base64.b64encode(digest).decode(),
            "Content-Type": "application/json",
        }
        async with httpx.AsyncClient() as client:
            response = await client.request(method, base + target, content=content or None, headers=headers)
        response.raise_for_status()
        return response.json()

    async def pages(path: str, query: dict[str, str], chains: str) -> list[Any]:
        indexes = chains.split(",")
        return [
            await ask("GET", path, {**query, "chains": ",".join(indexes[start : start + _PAGE])})
            for start in range(0, len(indexes), _PAGE)
        ]

    @server.tool()
    async def supported_chains() -> dict[str, Any]:
        """List the supported chains."""
        return dict(await ask("GET", "/supported/chain"))

    @server.tool()
    async def total_value(address: str, chains: str) -> list[Any]:
        """The total value of an address."""
        return await pages("/total-value-by-address", {"address": address}, chains)

    @server.tool()
    async def all_balances(address: str, chains: str) -> list[Any]:
        """All token balances of an address."""
        return await pages("/all-token-balances-by-address", {"address": address}, chains)

    @server.tool()
    async def token_balances(address: str, tokens: list[dict[str, str]]) -> dict[str, Any]:
        """Balances of given tokens."""
        body = {"address": address, "tokenContractAddresses": tokens}
        return dict(await ask("POST", "/token-balances-by-address", body=body))

    return server


def main() -> None:
    """Serve until stopped."""
    kind, *rest = sys.argv[1:]
    server = bare_server() if kind == "bare" else plain_server(dict(os.environ))
    if rest:
        server.run("streamable-http", port=int(rest[0]))
    else:
        server.run("stdio")


if __name__ == "__main__":
    main()
