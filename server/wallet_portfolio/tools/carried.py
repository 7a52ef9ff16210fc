"""Files that come along with the package: beside it in a wheel, at the top of the repository in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_REPOSITORY = Path(__file__).parents[3]


def carried(folder: str) -> Path:
    """Where a folder of such files is."""
    packaged = _PACKAGE / folder
    return packaged if packaged.is_dir() else _REPOSITORY / folder
