"""What a setup would change in a client's configuration, and making the change.

Reads the configuration, writes nothing until it is told to.
"""

from dataclasses import dataclass
from pathlib import Path

from pydantic import AliasChoices, JsonValue, SecretStr

from wallet_portfolio.settings import Settings
from wallet_portfolio.setup import entries, writing
from wallet_portfolio.setup.clients import Client, Machine
from wallet_portfolio.setup.entries import SECRETS, WALLETS, Entry, Launch
from wallet_portfolio.setup.merging import BrokenJson
from wallet_portfolio.setup.writing import File, SetupFailed

# What a server that a client starts can make use of.
_TAKEN = (
    *SECRETS, WALLETS, "OKX_BASE_URL", "WALLET_PORTFOLIO_MAX_RPS", "WALLET_PORTFOLIO_CACHE_SECONDS",
    "WALLET_PORTFOLIO_LOG_LEVEL", "WALLET_PORTFOLIO_LOG_FORMAT",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be set up: the demo, or the real thing with secrets or without."""

    client: Client
    demo: bool = False
    with_secrets: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What would become of a file, and of the entry in it. A `text` of None is no file any more."""

    file: File
    text: str | None
    before: JsonValue
    after: JsonValue
    installed: bool
    restored: Path | None = None  # the copy whose text it is

    @property
    def needed(self) -> bool:
        """Whether there is anything to do."""
        return self.text != self.file.text


def wanted_entry(wish: Wish, machine: Machine, launch: Launch, settings: Settings) -> Entry:
    """The entry that is wished for. Raises SetupFailed where there are no secrets to write."""
    environment: dict[str, str] = {}
    if wish.with_secrets:
        if missing := settings.missing_credentials:
            raise SetupFailed(f"There is nothing secret to write: {', '.join(missing)} not set. Set them first.")
        environment = _values(settings)
    elif not wish.demo:
        named = [name for name in _TAKEN if name in {*SECRETS, WALLETS} or machine.environment.get(name)]
        environment = entries.references(wish.client, named)
    return entries.make_entry(wish.client, launch, environment, demo=wish.demo)


def plan_setup(wish: Wish, entry: Entry, machine: Machine) -> Change:
    """What writing an entry would change. Raises SetupFailed, with what to paste where the file cannot be changed."""
    client = wish.client
    path, installed = writing.locate(client, machine)
    file = writing.read_file(path)
    before = file.text or ""
    try:
        text = entries.with_entry(before, client, entry, values_win=wish.with_secrets)
        return Change(file, text, entries.find_entry(before, client), entries.find_entry(text, client), installed)
    except BrokenJson as problem:
        raise SetupFailed(
            f"{path} cannot be changed: {problem}. It was left as it is. Mend it and start again, or "
            f"add this by hand:\n"
            f"{entries.document(client, {**entry, 'env': {}} if wish.with_secrets else entry)}"
        ) from None


def plan_undo(client: Client, machine: Machine) -> Change:
    """What taking the entry out would change: all of what setup did, where nothing else has changed since.

    Raises SetupFailed.
    """
    path, installed = writing.locate(client, machine)
    file = writing.read_file(path)
    try:
        entry = entries.find_entry(file.text or "", client)
        if file.text is None or entry is None:
            return Change(file, file.text, None, None, installed)
        for copy in writing.copies_of(path):
            if (kept := _text_of(copy)) is not None and _leads_to(kept, client, entry, file.text):
                return Change(file, kept, entry, None, installed, copy)
        if _leads_to("", client, entry, file.text):
            return Change(file, None, entry, None, installed)
        return Change(file, entries.without_entry(file.text, client), entry, None, installed)
    except BrokenJson as problem:
        raise SetupFailed(f"{path} cannot be changed: {problem}. It was left as it is.") from None


def carry_out(change: Change) -> Path | None:
    """Make the change; gives the copy that was kept of the file. Raises SetupFailed."""
    writing.check_writable(change.file)
    if change.text is None:
        writing.delete_file(change.file)
        return None
    undoing = change.after is None  # a copy would keep what is to go
    copy = None if undoing else writing.keep_copy(change.file)
    try:
        writing.write_file(change.file, change.text)
    except SetupFailed:
        if copy:
            copy.unlink(missing_ok=True)
        raise
    if change.restored:
        change.restored.unlink(missing_ok=True)
    return copy


def _values(settings: Settings) -> dict[str, str]:
    """The settings by name, those that differ from what they are anyway."""
    values = {}
    for field, info in Settings.model_fields.items():
        value = getattr(settings, field)
        if isinstance(info.validation_alias, AliasChoices) and value != info.default:
            text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            values[str(info.validation_alias.choices[0])] = text
    return {name: values[name] for name in _TAKEN if name in values}


def _text_of(copy: Path) -> str | None:
    try:
        return writing.read_file(copy).text
    except SetupFailed:
        return None


def _leads_to(before: str, client: Client, entry: JsonValue, now: str) -> bool:
    """Whether a configuration without an entry becomes the present one by adding this entry."""
    try:
        if entries.find_entry(before, client) is not None or not isinstance(entry, dict):
            return False
        return entries.with_entry(before, client, entry, values_win=True) == now
    except BrokenJson:
        return False
