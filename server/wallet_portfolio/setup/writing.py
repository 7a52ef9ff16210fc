"""Configuration files of other programs: read, kept in a copy, and written in one step."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from wallet_portfolio.setup.clients import SERVER, Client, Machine

_BOM = "\ufeff"
_OWNER_ONLY = 0o600


class SetupFailed(Exception):
    """A configuration that cannot be read or written; it is as it was. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class File:
    """A configuration as it was read. `text` is None where there is no file; `target` is where links lead."""

    path: Path
    target: Path
    text: str | None
    bom: bool = False
    mode: int = _OWNER_ONLY


def locate(client: Client, machine: Machine) -> tuple[Path, bool]:
    """Where a client keeps its configuration on this machine, and whether the client seems to be installed."""
    path = None
    for place in client.places(machine):
        folders = sorted(place.folder.glob(place.pattern)) if place.pattern else [place.folder]
        folders.sort(key=lambda folder: not (folder / place.file).exists())
        for folder in folders:
            path = folder / place.file
            if (place.mark or folder).exists():
                return path, True
    if path is None:
        raise SetupFailed(f"It is not known where {client.title} keeps its configuration.")
    return path, False


def read_file(path: Path) -> File:
    """A configuration, wherever a link leads. Raises SetupFailed."""
    try:
        target = path.resolve()
        content = target.read_bytes()
        mode = stat.S_IMODE(target.stat().st_mode)
        text = content.decode("utf-8")
    except FileNotFoundError:
        return File(path, target, None)
    except UnicodeDecodeError:
        raise SetupFailed(f"{path} is not UTF-8 text. It was left as it is.") from None
    except (OSError, RuntimeError) as error:
        raise SetupFailed(f"{path} cannot be read: {_reason(error)}.") from None
    return File(path, target, text.removeprefix(_BOM), text.startswith(_BOM), mode)


def keep_copy(file: File) -> Path | None:
    """Copy a file beside itself, for its owner's eyes where it was; None where there is no file. Raises SetupFailed."""
    if file.text is None:
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    for extra in ("", *(f"-{number}" for number in range(2, 100))):
        copy = file.path.with_name(f"{file.path.name}.{SERVER}-{stamp}{extra}.bak")
        try:
            descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        except FileExistsError:
            continue
        except OSError as error:
            raise SetupFailed(f"No copy can be kept in {copy.parent}: {_reason(error)}. Nothing was written.") from None
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(_bytes(file, file.text))
        copy.chmod(file.mode)
        return copy
    raise SetupFailed(f"There are too many copies in {file.path.parent}. Nothing was written.")


def copies_of(path: Path) -> Iterator[Path]:
    """The copies that were kept of a file, the newest first."""
    prefix = f"{path.name}.{SERVER}-"
    try:
        names = [other for other in path.parent.iterdir() if other.name.startswith(prefix) and other.suffix == ".bak"]
    except OSError:
        return iter(())
    return iter(sorted(names, key=lambda copy: (len(copy.name), copy.name), reverse=True))


def write_file(file: File, text: str) -> None:
    """Write a new text in one step, if the file is still as it was read; its permissions and owner stay.

    Raises SetupFailed; the file is as it was then.
    """
    check_writable(file)
    temporary = None
    try:
        file.target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{file.target.name}.", dir=file.target.parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(_bytes(file, text))
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(file.mode)
        _keep_owner(file.target, temporary)
        if read_file(file.path) != file:
            raise SetupFailed(f"{file.path} has changed in the meantime. Nothing was written; please start again.")
        temporary.replace(file.target)
    except OSError as error:
        raise SetupFailed(f"{file.path} cannot be written: {_reason(error)}. It was left as it is.") from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def check_writable(file: File) -> None:
    """Raises SetupFailed for a file that somebody has made read-only: replacing it would go around that."""
    if file.text is not None and not file.mode & stat.S_IWUSR:
        raise SetupFailed(f"{file.path} is read-only, perhaps on purpose. Nothing was written.")


def delete_file(file: File) -> None:
    """Delete a file. Raises SetupFailed."""
    try:
        file.target.unlink()
    except OSError as error:
        raise SetupFailed(f"{file.path} cannot be deleted: {_reason(error)}.") from None


def _bytes(file: File, text: str) -> bytes:
    return ((_BOM if file.bom else "") + text).encode()


def _keep_owner(before: Path, after: Path) -> None:
    """A file that root writes for a user stays the user's."""
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            owner = before.stat()
            os.chown(after, owner.st_uid, owner.st_gid)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) and error.strerror else "the link leads nowhere").lower()
