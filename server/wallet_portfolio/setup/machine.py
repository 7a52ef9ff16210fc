"""This machine, and how the program that runs here is started again.

Reads the environment for what belongs to other programs; this product's own settings are read by `settings` alone.
"""

import json
import os
import re
import shutil
import sys
import sysconfig
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from wallet_portfolio.setup.clients import SERVER, Machine
from wallet_portfolio.setup.entries import Launch

# Where uv keeps the environments of `uvx`: they come and go, as does what `pipx run` makes.
_PASSING_UV = re.compile(r"(archive|environments|builds)-v\d+")
_PASSING_PIPX = re.compile(r"pipx[/\\](\.cache|Cache)[/\\]|\.cache[/\\]pipx[/\\]")


def this_machine() -> Machine:
    """The machine that this runs on."""
    return Machine(sys.platform, Path.home(), os.environ)


def own_launch(prefix: str = sys.prefix) -> Launch:
    """A way to start this program that lasts: the path of its command, or the tool that fetches it on every start."""
    source = _source()
    if any(_PASSING_UV.fullmatch(part) for part in Path(prefix).parts):
        return Launch(_uvx(), (*(["--from", source] if source else []), SERVER))
    if _PASSING_PIPX.search(prefix):
        return Launch(shutil.which("pipx") or "pipx", ("run", *(["--spec", source] if source else []), SERVER))
    name = SERVER + (".exe" if sys.platform == "win32" else "")
    for command in (Path(sysconfig.get_path("scripts")) / name, Path(sys.argv[0]).absolute()):
        if command.name == name and command.is_file():
            return Launch(str(command))
    return Launch(sys.executable, ("-m", "wallet_portfolio"))


def source_of(direct_url: str | None) -> str:
    """Where a package was installed from, as uvx and pipx take it; empty for one from the index.

    From its `direct_url.json` (packaging.python.org/en/latest/specifications/direct-url).
    """
    try:
        record = json.loads(direct_url or "{}")
        url = str(record.get("url", ""))
        version_control = record.get("vcs_info")
        if version_control:
            revision = version_control.get("requested_revision")
            return f"{version_control['vcs']}+{url}" + (f"@{revision}" if revision else "")
    except (ValueError, KeyError, AttributeError):
        return ""
    return url2pathname(urlsplit(url).path) if url.startswith("file:") else url


def _source() -> str:
    try:
        return source_of(distribution(SERVER).read_text("direct_url.json"))
    except PackageNotFoundError:
        return ""


def _uvx() -> str:
    """The path of uvx: a program that is not started from a shell seldom finds it by its name."""
    uv = os.environ.get("UV", "")  # set by uv for what it runs
    beside = str(Path(uv).parent) if uv else None
    return shutil.which("uvx", path=beside) or shutil.which("uvx") or "uvx"
