"""Starts the server as a client would, and talks to it the way a client does."""

import logging
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio
from pydantic import JsonValue
from rich.text import Text

from wallet_portfolio import __version__
from wallet_portfolio.assets.text import clean
from wallet_portfolio.setup.clients import Client, Machine, expanded
from wallet_portfolio.setup.entries import MASK, SECRETS

_PATIENCE_SECONDS = 30.0  # a first `uvx` fetches everything
_LONGEST_REASON = 160
_ENDED = "Connection closed"  # how the SDK says that the other side is gone
_HARMLESS_TOOL = "list_supported_chains"
# What a client that does not hand on its environment hands on all the same.
_HANDED_ON = ("HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER")
_HANDED_ON_WINDOWS = (
    "APPDATA", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "PATH", "PATHEXT", "PROCESSOR_ARCHITECTURE", "SYSTEMDRIVE",
    "SYSTEMROOT", "TEMP", "USERNAME", "USERPROFILE",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Start:
    """How a client starts a server."""

    command: str
    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, client: Client, entry: Mapping[str, JsonValue], machine: Machine) -> "Start":
        """What an entry comes to on a machine, where the client is started in this environment."""
        command, arguments, named = entry.get("command"), entry.get("args"), entry.get("env")

        def value(written: JsonValue) -> str:
            return expanded(str(written), machine.environment) if client.reference else str(written)

        names = _HANDED_ON_WINDOWS if machine.platform == "win32" else _HANDED_ON
        environment = {
            name: setting for name, setting in machine.environment.items() if client.inherits or name.upper() in names
        }
        environment |= {name: value(setting) for name, setting in named.items()} if isinstance(named, dict) else {}
        return cls(
            value(command) if isinstance(command, str) else "",
            tuple(value(argument) for argument in arguments) if isinstance(arguments, list) else (),
            tuple(environment.items()),
        )

    @property
    def found(self) -> bool:
        """Whether there is such a command."""
        return shutil.which(self.command, path=dict(self.environment).get("PATH")) is not None


@dataclass(frozen=True, slots=True)
class Started:
    """What came of a start: how many tools there are and what a call says; or why nothing came of it."""

    tools: int = 0
    seconds: float = 0.0
    error: str = ""  # the code of what a real call was answered with, where that was an error
    failure: str = ""


async def try_start(start: Start, patience: float = _PATIENCE_SECONDS) -> Started:
    """Start it, shake hands, list the tools and make one call, all within `patience` seconds."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        try:
            with anyio.fail_after(patience):
                return await _start(start, log)
        except TimeoutError:
            return Started(failure=f"it does not answer within {patience:g} s")
        except Exception as error:  # noqa: BLE001  (whatever a foreign program does)
            said = str(_innermost(error))
            ended = "it ends instead of answering" if said == _ENDED else clean(said, _LONGEST_REASON)
            return Started(failure=_unspoken(_last_words(log) or ended, start))


@contextmanager
def quietly() -> Iterator[None]:
    """Keeps what a foreign program says out of our log."""
    logger = logging.getLogger("mcp.client")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


async def _start(start: Start, log: Path) -> Started:
    from mcp.client import Client as McpClient
    from mcp.client.stdio import StdioServerParameters, stdio_client
    from mcp.types import Implementation

    parameters = StdioServerParameters(command=start.command, args=list(start.arguments), env=dict(start.environment))
    began = anyio.current_time()
    with log.open("w", encoding="utf-8") as errors:
        transport = stdio_client(parameters, errlog=errors)
        info = Implementation(name="wallet-portfolio doctor", version=__version__)
        async with McpClient(transport, client_info=info) as client:
            tools = [tool.name for tool in (await client.list_tools()).tools]
            seconds = anyio.current_time() - began
            if _HARMLESS_TOOL not in tools:
                return Started(len(tools), seconds, failure="it is another server: it has other tools")
            answer = await client.call_tool(_HARMLESS_TOOL, {"query": "ethereum"})
    error = (answer.structured_content or {}).get("error") if answer.is_error else None
    code = error.get("code") if isinstance(error, dict) else None
    return Started(len(tools), seconds, str(code) if code else "bad_response" if answer.is_error else "")


def _last_words(log: Path) -> str:
    """The last line that a program wrote before it ended."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return ""
    return clean(Text.from_ansi(lines[-1]).plain, _LONGEST_REASON) if lines else ""


def _unspoken(text: str, start: Start) -> str:
    """Whatever a program says, the credentials that it was given are not repeated."""
    for name, value in start.environment:
        if name in SECRETS and value:
            text = text.replace(value, MASK)
    return text


def _innermost(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
