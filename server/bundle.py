"""Lays out the folder that `mcpb pack` makes the bundle of. Run by `make bundle`; not part of the package.

    python server/bundle.py SDIST FOLDER

The bundle is the source distribution with a manifest and an entry point. The host installs its dependencies with uv, so
the versions that the project was tested with go along: as constraints, for the lock names more than the bundle needs.
"""

import json
import re
import shutil
import sys
import tarfile
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_OWN = ("manifest.json", "serve.py")
_LOCK = _ROOT / "requirements.lock"
_PIN = re.compile(r"^([A-Za-z0-9._-]+==\S+) \\$", re.MULTILINE)


def lay_out(sdist: Path, folder: Path) -> None:
    """Unpack into the folder, which is emptied before, and add what is the bundle's own, and the pinned versions."""
    shutil.rmtree(folder, ignore_errors=True)
    unpacked = folder.with_name(f"{folder.name}.unpacked")
    shutil.rmtree(unpacked, ignore_errors=True)
    with tarfile.open(sdist) as archive:
        archive.extractall(unpacked, filter="data")
    [top] = unpacked.iterdir()
    top.rename(folder)
    unpacked.rmdir()
    for name in _OWN:
        shutil.copy(_ROOT / "packages" / "mcpb" / name, folder)
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write(_constraints(_LOCK.read_text(encoding="utf-8")))


def _constraints(lock: str) -> str:
    pins = json.dumps(_PIN.findall(lock), indent=4)  # a list of strings reads the same in TOML
    return f"\n[tool.uv]\nconstraint-dependencies = {pins}\n"


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]), Path(sys.argv[2]))
