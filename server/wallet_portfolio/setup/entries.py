"""What is written into a client's configuration: the command, its arguments and its environment. No I/O."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from wallet_portfolio.setup import merging
from wallet_portfolio.setup.clients import SERVER, Client, is_reference

SECRETS = ("OKX_API_KEY", "OKX_SECRET_KEY", "OKX_PASSPHRASE")
WALLETS = "WALLET_PORTFOLIO_WALLETS"
MASK = "••••"

Entry = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Launch:
    """How the server is started, up to its own options."""

    command: str
    arguments: tuple[str, ...] = ()


def make_entry(client: Client, launch: Launch, environment: Mapping[str, str], *, demo: bool) -> Entry:
    """The entry for a client, complete."""
    arguments: list[JsonValue] = [*launch.arguments, "serve", *(["--demo"] if demo else [])]
    entry: Entry = {"type": "stdio"} if client.typed else {}
    entry |= {"command": launch.command, "args": arguments}
    return entry | ({"env": dict(environment)} if environment else {})


def references(client: Client, names: Sequence[str]) -> dict[str, str]:
    """An environment that names variables and holds no value."""
    return {name: client.reference.format(name) for name in names} if client.reference else {}


def document(client: Client, entry: Entry) -> str:
    """A whole configuration with nothing but the entry, to be pasted."""
    return merging.dump({client.servers: {SERVER: entry}})


def find_entry(text: str, client: Client) -> JsonValue:
    """The server's entry; None where there is none. Raises BrokenJson."""
    servers = merging.read(text, comments=client.comments).get(client.servers)
    return servers.get(SERVER) if isinstance(servers, dict) else None


def with_entry(text: str, client: Client, entry: Entry, *, values_win: bool) -> str:
    """The configuration with the entry, and with whatever else a user has put into an entry that was there.

    `values_win` puts the entry's environment over what is there; otherwise what is there stays. Raises BrokenJson.
    """
    present = find_entry(text, client)
    if not isinstance(present, dict) or "url" in present:  # a server at an address has nothing in common with it
        return merging.put(text, client.path, entry, comments=client.comments)
    for name, value in entry.items():
        variables = present.get(name)
        if isinstance(value, dict) and isinstance(variables, dict):
            for variable, setting in value.items():
                if variables.get(variable) != setting and (values_win or variable not in variables):
                    text = merging.put(text, (*client.path, name, variable), setting, comments=client.comments)
        elif variables != value:
            text = merging.put(text, (*client.path, name), value, comments=client.comments)
    return text


def without_entry(text: str, client: Client) -> str:
    """The configuration without the entry. Raises BrokenJson."""
    return merging.remove(text, client.path, comments=client.comments)


def difference(before: JsonValue, after: JsonValue) -> Iterator[str]:
    """What changes, line by line: "+ …", "- …" and "  …". Nothing but our own entry is shown, and no secret of it."""
    old, new = (merging.dump({SERVER: _masked(entry)}).split("\n")[1:-1] if entry else [] for entry in (before, after))
    for line in difflib.ndiff(old, new):
        if not line.startswith("?"):
            yield line


def _masked(entry: JsonValue) -> JsonValue:
    if not isinstance(entry, dict) or not isinstance(environment := entry.get("env"), dict):
        return entry
    shown: Entry = {
        name: MASK if value and name in SECRETS and not is_reference(value) else value
        for name, value in environment.items()
    }
    return {**entry, "env": shown}
