"""The MCP clients: where each keeps its configuration for a user, and how it names a server there. No I/O.

Where the facts come from, as of November 2026:

- Claude Desktop: modelcontextprotocol.io/docs/develop/connect-local-servers names the folders on macOS and Windows. The
  app for Windows is an MSIX package, whose files Windows keeps under `%LOCALAPPDATA%\\Packages\\Claude_*`: it reads the
  file there, not the one in `%APPDATA%`. Builds for Linux follow Electron's rule. A server gets a few variables of the
  app's environment only, and nothing in the file is expanded.
- Claude Code: code.claude.com/docs/en/mcp: user scope is `mcpServers` in `~/.claude.json`, with `${NAME:-default}` in
  `command`, `args` and `env`. `CLAUDE_CONFIG_DIR` moves the file. A server inherits its environment. Tried with 2.1.
- Cursor: cursor.com/docs/mcp: `~/.cursor/mcp.json` on every system, with `${env:NAME}`.
- VS Code: code.visualstudio.com/docs/copilot/reference/mcp-configuration: `servers` in the `mcp.json` of the user's
  profile, which is in the folder of the user's settings (…/docs/configure/settings), with `${env:NAME}`, comments and
  trailing commas.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SERVER = "wallet-portfolio"
# A reference to an environment variable, in any client's way to write it.
_REFERENCE = re.compile(r"\$\{(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}")


@dataclass(frozen=True, slots=True)
class Machine:
    """Where programs run: the system as `sys.platform` calls it, the user's home, and the environment."""

    platform: str
    home: Path
    environment: Mapping[str, str]

    @property
    def configuration(self) -> Path:
        """Where Electron programs such as Claude Desktop and VS Code keep their folders."""
        if self.platform == "darwin":
            return self.home / "Library" / "Application Support"
        if self.platform == "win32":
            return self._folder("APPDATA", self.home / "AppData" / "Roaming")
        return self._folder("XDG_CONFIG_HOME", self.home / ".config")

    @property
    def packages(self) -> Path:
        """Where Windows keeps what belongs to packaged programs."""
        return self._folder("LOCALAPPDATA", self.home / "AppData" / "Local") / "Packages"

    def _folder(self, name: str, default: Path) -> Path:
        """The standards of both systems take no relative path for one."""
        given = Path(self.environment.get(name, ""))
        return given if given.is_absolute() else default


@dataclass(frozen=True, slots=True)
class Place:
    """Where a configuration may be: `pattern` finds its folder below `folder`, where there is one.

    What `mark` names is there where the client is installed; without it, the folder itself.
    """

    folder: Path
    file: str
    pattern: str = ""
    mark: Path | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """A client. Of its places the first that exists is taken, or else the last.

    `reference` is how it writes "the environment variable {}"; empty where it has no way to.
    """

    name: str
    title: str
    places: Callable[[Machine], Sequence[Place]]
    restart: str
    servers: str = "mcpServers"
    reference: str = ""
    inherits: bool = True  # the whole environment that the client was started in
    typed: bool = True  # an entry says that it is of the type stdio
    comments: bool = False

    @property
    def path(self) -> tuple[str, str]:
        """Where the server's entry is in the configuration."""
        return self.servers, SERVER


def _claude_desktop(machine: Machine) -> list[Place]:
    file = "claude_desktop_config.json"
    plain = Place(machine.configuration / "Claude", file)
    if machine.platform == "win32":
        return [Place(machine.packages, file, "Claude_*/LocalCache/Roaming/Claude"), plain]
    return [plain]


def _claude_code(machine: Machine) -> list[Place]:
    moved = machine.environment.get("CLAUDE_CONFIG_DIR", "").strip()
    folder = Path(moved) if moved else machine.home
    return [Place(folder, ".claude.json", mark=folder / ".claude.json")]


def _cursor(machine: Machine) -> list[Place]:
    return [Place(machine.home / ".cursor", "mcp.json")]


def _vscode(machine: Machine) -> list[Place]:
    folders = [machine.configuration / name / "User" for name in ("Code", "Code - Insiders", "Code")]
    return [Place(folder, "mcp.json") for folder in folders]


CLIENTS = {
    client.name: client
    for client in (
        Client(
            "claude-desktop",
            "Claude Desktop",
            _claude_desktop,
            "Quit Claude Desktop altogether and start it again.",
            inherits=False,
            typed=False,
        ),
        Client(
            "claude-code",
            "Claude Code",
            _claude_code,
            "Start a new session of Claude Code; /mcp shows the server.",
            reference="${{{}:-}}",
        ),
        Client(
            "cursor",
            "Cursor",
            _cursor,
            "Switch the server on under MCP in Cursor's settings, or start Cursor again.",
            reference="${{env:{}}}",
            typed=False,
            comments=True,
        ),
        Client(
            "vscode",
            "VS Code",
            _vscode,
            "Run “MCP: List Servers” in VS Code and start the server there.",
            servers="servers",
            reference="${{env:{}}}",
            comments=True,
        ),
    )
}
# What a client that is not known most likely takes.
ANY_CLIENT = Client("", "your client", lambda _: [], "Start the client again.", typed=False)


def is_reference(value: object) -> bool:
    """Whether a value in a configuration names an environment variable instead of holding a value itself."""
    return isinstance(value, str) and bool(_REFERENCE.fullmatch(value))


def expanded(text: str, environment: Mapping[str, str]) -> str:
    """A text of a configuration with the values of the variables that it names; empty for those that are not set."""
    return _REFERENCE.sub(lambda found: environment.get(found[1]) or found[2] or "", text)
