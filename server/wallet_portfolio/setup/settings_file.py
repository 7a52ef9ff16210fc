"""The settings file as it is on the disk: which names it sets, and who may read it."""

import difflib
import stat
import sys
import tomllib
from pathlib import Path

from pydantic import AliasChoices

from wallet_portfolio.settings import Settings

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def known_names() -> list[str]:
    """Every setting, as the environment calls it."""
    aliases = (field.validation_alias for field in Settings.model_fields.values())
    return [str(alias.choices[0]) for alias in aliases if isinstance(alias, AliasChoices)]


def names_in(file: Path) -> dict[str, str | None]:
    """What the file sets, each with the setting it is or most likely means; None where there is no such setting.

    Empty where there is no file or it cannot be read. Names on file are in either case.
    """
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    known = known_names()
    found: dict[str, str | None] = {}
    for name, value in written.items():
        if name in known or name in map(str.lower, known):
            if value not in ("", None):
                found[name] = name.upper()
        else:
            found[name] = next(iter(difflib.get_close_matches(name.upper(), known, 1)), None)
    return found


def sets(file: Path) -> set[str]:
    """The settings that the file really sets."""
    return {setting for name, setting in names_in(file).items() if setting and name.upper() == setting}


def readable_by_others(file: Path) -> bool:
    """Whether other users of this machine may read a file; Windows keeps that elsewhere."""
    try:
        return sys.platform != "win32" and bool(stat.S_IMODE(file.stat().st_mode) & _OTHERS)
    except OSError:
        return False
