"""Those who ask: MCP clients over each transport, and the raw signed request."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.types import CallToolResult

from benchmarks.figures import WrongAnswer
from benchmarks.loopback import CREDENTIALS, HOST, Loopback
from wallet_portfolio.okx.signing import sign

_TESTS = Path(__file__).parents[1]
OURS = (sys.executable, "-m", "wallet_portfolio", "serve")
BARE = (sys.executable, "-m", "benchmarks.servers", "bare")
PLAIN = (sys.executable, "-m", "benchmarks.servers", "plain")
_PATIENCE_SECONDS = 30


class Raw:
    """The signed request itself: a client kept open, the answer read and parsed, nothing else."""

    def __init__(self, service: Loopback, client: httpx.AsyncClient) -> None:
        self._url = service.url
        self._client = client

    async def ask(self, method: str, target: str, body: str = "") -> int:
        """One request; gives the bytes received. Raises WrongAnswer unless the service says that all is well."""
        request = self._client.build_request(
            method, self._url + target, content=body.encode() or None, headers={"Content-Type": "application/json"}
        )
        sign(request, CREDENTIALS, datetime.now(UTC))
        content = (await self._client.send(request)).content
        answer = json.loads(content)
        if answer["code"] != "0":
            raise WrongAnswer(f"{target}: {answer}")
        return len(content)


@asynccontextmanager
async def raw(service: Loopback) -> AsyncIterator[Raw]:
    """A client with as many connections as there are callers."""
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    async with httpx.AsyncClient(trust_env=False, limits=limits, timeout=60) as client:
        yield Raw(service, client)


async def call(client: Client, tool: str, arguments: dict[str, Any]) -> CallToolResult:
    """Call a tool. Raises WrongAnswer unless it answers what was asked in full."""
    result = await client.call_tool(tool, arguments, read_timeout_seconds=60)
    structured = result.structured_content or {}
    if result.is_error or structured.get("status", "ok") != "ok":
        raise WrongAnswer(f"{tool}: {result.content}")
    return result


def text_of(result: CallToolResult) -> str:
    """What a model reads of an answer."""
    return "\n".join(content.text for content in result.content if content.type == "text")


@asynccontextmanager
async def over_stdio(command: Sequence[str], environment: dict[str, str]) -> AsyncIterator[Client]:
    """A client of a server in a process of its own, over stdin and stdout."""
    program, *arguments = command
    with clean(environment) as env:
        async with Client(StdioServerParameters(command=program, args=arguments, env=env)) as client:
            yield await ready(client)


@asynccontextmanager
async def over_http(url: str) -> AsyncIterator[Client]:
    """A client of a server that listens."""
    async with Client(url) as client:
        yield await ready(client)


async def ready(client: Client) -> Client:
    """Knows the tools, as a client of a host does."""
    await client.list_tools()
    return client


@contextmanager
def listening(command: Sequence[str], environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """A server in a process of its own, over HTTP; gives its URL and the number of the process."""
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
    place = ["--http", f"{HOST}:{port}"] if tuple(command) == OURS else [str(port)]
    with (
        clean(environment) as env,
        subprocess.Popen([*command, *place], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process,
    ):
        try:
            _wait_for(port, process)
            yield f"http://{HOST}:{port}/mcp", process.pid
        finally:
            process.kill()


@contextmanager
def clean(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """An environment with these settings and no others, and a home of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    with tempfile.TemporaryDirectory() as home:
        yield {**kept, "PYTHONPATH": str(_TESTS), "HOME": home, "XDG_CONFIG_HOME": home, **environment}


def peak_megabytes(pid: int) -> float | None:
    """The most memory a process has held; None where the system does not tell it of one that runs."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), None)
    return int(line.split()[1]) / 1024 if line else None


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise WrongAnswer("a server does not start")
