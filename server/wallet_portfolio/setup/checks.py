"""The doctor's checks of this machine: the settings, who may read them, and the clients that start the server."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import anyio
from pydantic import JsonValue

from wallet_portfolio.assets.text import clean
from wallet_portfolio.settings import Settings, config_file
from wallet_portfolio.setup import entries, settings_file, writing
from wallet_portfolio.setup.clients import CLIENTS, Client, Machine, is_reference
from wallet_portfolio.setup.entries import SECRETS
from wallet_portfolio.setup.merging import BrokenJson
from wallet_portfolio.setup.starting import Start, Started, quietly, try_start
from wallet_portfolio.setup.writing import File, SetupFailed
from wallet_portfolio.workflows.doctor import Check

# What it means for a client that the server, once started, answers with an error.
_TROUBLES = {
    "not_configured": "it finds no credentials",
    "auth_failed": "the service refuses the credentials that it finds",
    "clock_skew": "this machine's clock is off",
    "region_blocked": "the service refuses this place",
    "upstream_unavailable": "it cannot reach the service",
    "timeout": "the service does not answer it in time",
}
_OTHER_TROUBLE = "a first question gets no answer"


def examine_settings(machine: Machine, settings: Settings | None, problem: str = "") -> Iterator[Check]:
    """Where the settings come from, and their file. `settings` is None where they make no sense, for a `problem`."""
    file = config_file()
    if settings is None:
        yield Check("Settings", "bad", problem)
    elif settings.demo:
        yield Check("Settings", "good", "the demo's; nothing leaves this machine")
    else:
        named = [name for name in settings_file.known_names() if machine.environment.get(name)]
        read = "read" if file.exists() else "not there"
        yield Check("Settings", "good", f"{_listed(named)} and {file} ({read}); {settings.base_url}")
    if settings_file.readable_by_others(file):
        yield Check("Settings file", "warning", f"others on this machine can read {file}", f"chmod 600 {file}")
    for name, meant in settings_file.names_in(file).items():
        if meant is None or name.upper() != meant:
            advice = f"Did you mean {meant.lower()}?" if meant else "The README has a table of all settings."
            yield Check("Settings file", "warning", f"“{clean(name)}” in {file} is no setting", advice)


@dataclass(frozen=True, slots=True)
class _SetUp:
    """A client that the server is set up in. `start` is None where it is reached at an address."""

    client: Client
    file: File
    start: Start | None
    secrets: bool


async def examine_clients(machine: Machine, *, configured: bool) -> list[Check]:
    """Every client that the server is set up in, tried the way that client starts it.

    `configured` says that there are credentials here, so that a client without them lacks them by itself.
    """
    checks: list[Check] = []
    found: list[_SetUp] = []
    without: list[Client] = []
    for client in CLIENTS.values():
        try:
            path, installed = writing.locate(client, machine)
            file = writing.read_file(path)
            entry = entries.find_entry(file.text or "", client)
        except SetupFailed as problem:
            checks.append(Check(client.title, "warning", str(problem)))
            continue
        except BrokenJson as problem:
            advice = f"Mend it: {client.title} cannot read it either."
            checks.append(Check(client.title, "warning", f"{path} is not valid: {problem}", advice))
            continue
        if isinstance(entry, dict):
            start = Start.of(client, entry, machine) if "command" in entry else None
            found.append(_SetUp(client, file, start, _holds_secrets(entry)))
        elif installed:
            without.append(client)
    started = await _try_all({one.start for one in found if one.start and one.start.found})
    for one in found:
        checks += _judged(one, started, configured=configured)
    if not found:
        names = ", ".join(client.name for client in without or CLIENTS.values())
        advice = f"wallet-portfolio setup CLIENT adds it ({names}); setup --print shows what to paste into any other."
        checks.append(Check("Clients", "note", "set up in none", advice))
    return checks


async def _try_all(starts: Iterable[Start]) -> dict[Start, Started]:
    """All at once: each takes its time."""
    results: dict[Start, Started] = {}

    async def run(start: Start) -> None:
        results[start] = await try_start(start)

    with quietly():
        async with anyio.create_task_group() as group:
            for start in starts:
                group.start_soon(run, start)
    return results


def _judged(one: _SetUp, started: Mapping[Start, Started], *, configured: bool) -> Iterator[Check]:
    """What came of starting the server as a client does, and who else may read its credentials."""
    title, path = one.client.title, one.file.path
    if one.start is None:
        yield Check(title, "note", f"reaches the server at an address; not tried ({path})")
    else:
        yield _tried(one, one.start, started.get(one.start), configured=configured)
    if one.secrets and settings_file.readable_by_others(one.file.target):
        yield Check(title, "warning", f"others on this machine can read the credentials in {path}", f"chmod 600 {path}")


def _tried(one: _SetUp, start: Start, started: Started | None, *, configured: bool) -> Check:
    client, demo = one.client, "--demo" in start.arguments
    again = f"wallet-portfolio setup {client.name}{' --demo' if demo else ''} writes the command that works here."
    if started is None:
        return Check(client.title, "bad", f"what it starts is not there: {start.command}", again)
    if started.failure:
        advice = f"Where that does not say enough, run it in a terminal. {again}"
        return Check(client.title, "bad", f"{start.command} does not start: {started.failure}", advice)
    works = f"starts the server{' with the demo' if demo else ''} ({started.tools} tools, {started.seconds:.1f} s)"
    if not started.error:
        return Check(client.title, "good", works)
    advice = ""
    if started.error == "not_configured" and configured:
        environment = f"the environment that {client.title} is started in, or in " if client.inherits else ""
        advice = f"Set {', '.join(SECRETS)} in {environment}{config_file()}."
    elif started.error == "auth_failed" and one.secrets:
        advice = f"Its entry in {one.file.path} holds credentials of its own. Correct them there."
    return Check(client.title, "warning", f"{works}, but {_TROUBLES.get(started.error, _OTHER_TROUBLE)}", advice)


def _holds_secrets(entry: Mapping[str, JsonValue]) -> bool:
    environment = entry.get("env")
    named = environment if isinstance(environment, dict) else {}
    return any(named.get(name) and not is_reference(named[name]) for name in SECRETS)


def _listed(names: list[str]) -> str:
    return f"the environment ({', '.join(names)})" if names else "the environment (nothing set there)"
