"""The command `setup`, step by step: shows the change, asks, makes it, and says what is left to do."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from wallet_portfolio.settings import Settings, config_file
from wallet_portfolio.setup import entries, planning, settings_file, writing
from wallet_portfolio.setup.clients import ANY_CLIENT, CLIENTS, Client, Machine, is_reference
from wallet_portfolio.setup.entries import SECRETS, WALLETS, Launch
from wallet_portfolio.setup.planning import Change, Wish

_STYLES = {"+": "green", "-": "red"}

# Asks a yes-or-no question; None where nobody is there to be asked.
Confirm = Callable[[str], bool] | None


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a setup takes place: the machine, how this program is started, and the settings in force."""

    machine: Machine
    launch: Launch
    settings: Settings


def print_entry(output: Console, notes: Console, wish: Wish, setting: Setting) -> None:
    """Print the configuration to paste on `output`, and what to know about it on `notes`. Raises SetupFailed."""
    entry = planning.wanted_entry(wish, setting.machine, setting.launch, setting.settings)
    client = wish.client
    if client is ANY_CLIENT and "env" not in entry and not wish.demo:
        entry["env"] = dict.fromkeys((*SECRETS, WALLETS), "")
        _say(notes, f"Fill in what is empty, or leave it so and put it into {config_file()} instead.")
    _say(output, entries.document(client, entry))
    if wish.with_secrets:
        _say(notes, "This holds your credentials in plain text. Let nobody else read it.", "yellow")


def set_up(console: Console, wish: Wish, setting: Setting, confirm: Confirm, *, yes: bool) -> bool:
    """Show the change, ask, and make it. False where it was not made. Raises SetupFailed."""
    client = wish.client
    entry = planning.wanted_entry(wish, setting.machine, setting.launch, setting.settings)
    change = planning.plan_setup(wish, entry, setting.machine)
    if not change.needed:
        _say(console, f"✓ Already set up in {client.title}: {change.file.path}. Nothing to change.", "green")
        _next_steps(console, client, change, setting)
        return True
    _show(console, client, change)
    if not change.installed:
        _say(console, f"{client.title} does not seem to be installed for this user.", "yellow")
    if wish.with_secrets:
        _say(console, f"Your credentials will be in this file in plain text (shown here as {entries.MASK}).", "yellow")
        if change.file.text is not None and settings_file.readable_by_others(change.file.target):
            _say(console, f"Others may read it: chmod 600 {change.file.path}", "yellow")
    if not _agreed("Write this?", confirm, yes=yes):
        return False
    copy = planning.carry_out(change)
    _say(console, f"✓ Written: {change.file.path}", "green")
    if copy:
        _say(console, f"  As it was before: {copy}")
    _next_steps(console, client, change, setting)
    return True


def undo(console: Console, client: Client, machine: Machine, confirm: Confirm, *, yes: bool) -> bool:
    """Show what would go, ask, and take it out. False where it was not done. Raises SetupFailed."""
    change = planning.plan_undo(client, machine)
    if not change.needed:
        _say(console, f"✓ Not set up in {client.title}: {change.file.path}. Nothing to undo.", "green")
        return True
    _show(console, client, change)
    if change.restored:
        _say(console, f"Nothing else has changed since, so the file becomes what it was: {change.restored.name}")
    elif change.text is None:
        _say(console, "Nothing else is in the file, so it is deleted.")
    else:
        _say(console, "Everything else in the file stays.")
    if not _agreed("Take it out?", confirm, yes=yes):
        return False
    planning.carry_out(change)
    _say(console, f"✓ Taken out: {change.file.path}", "green")
    _say(console, f"  Start {client.title} again to be rid of it there, too.")
    if copies := list(writing.copies_of(change.file.path)):
        _say(
            console,
            "  Copies of the file from earlier are still there, credentials included; delete what you do not need:",
        )
        for copy in copies:
            _say(console, f"  {copy}")
    return True


def client_named(name: str) -> Client | None:
    """A client by its name, in any case; None for one that is not known."""
    return CLIENTS.get(name.strip().casefold())


def _agreed(question: str, confirm: Confirm, *, yes: bool) -> bool:
    if yes:
        return True
    return confirm is not None and confirm(question)


def _show(console: Console, client: Client, change: Change) -> None:
    new = " (a new file)" if change.file.text is None else ""
    _say(console, f"{client.title}: {change.file.path}{new}", "bold")
    if change.file.target != change.file.path:
        _say(console, f"  which leads to {change.file.target}")
    _say(console, f"Under “{client.servers}”, everything else stays as it is:")
    console.print()
    for line in entries.difference(change.before, change.after):
        _say(console, f"  {line[:2]}{line[4:]}", _STYLES.get(line[0], ""))
    console.print()


def _next_steps(console: Console, client: Client, change: Change, setting: Setting) -> None:
    """What is left to do, in order."""
    demo = isinstance(change.after, dict) and "--demo" in str(change.after.get("args"))
    steps = [] if demo else _credentials_to_set(client, change, setting)
    steps += [client.restart, "wallet-portfolio doctor checks the whole way."]
    console.print()
    _say(console, "Next:")
    for number, step in enumerate(steps, 1):
        _say(console, f"  {number}. {step}")


def _credentials_to_set(client: Client, change: Change, setting: Setting) -> list[str]:
    """What the server will not find when the client starts it, and where to put it."""
    environment = change.after.get("env") if isinstance(change.after, dict) else None
    written = environment if isinstance(environment, dict) else {}
    found = settings_file.sets(config_file())
    found |= {name for name, value in written.items() if value and not is_reference(value)}
    found |= {name for name, value in setting.machine.environment.items() if value} if client.inherits else set()
    steps = []
    if missing := [name for name in SECRETS if name not in found]:
        own = f"the environment that {client.title} is started in, or in " if client.inherits else ""
        why = "" if client.inherits else f" ({client.title} hands no environment on)"
        step = f'Set {", ".join(missing)} in {own}{config_file()}{why}. In the file they are written okx_api_key = "…".'
        if not client.inherits and not setting.settings.missing_credentials:
            step += f" Or write them into its configuration: setup {client.name} --with-secrets."
        steps.append(step)
    if WALLETS not in found:
        steps.append(
            f"To be able to say “my portfolio”, save your wallets there too: {WALLETS}, as main=0x…,cold=bc1…."
        )
    return steps


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(Text(text, style=style), soft_wrap=not console.is_terminal)
