"""Everything that is measured, as one table: `.venv/bin/python tests/benchmarks/run.py`, `--help` for the options.

Each figure stands beside a floor that was measured within the same loop, so a busy machine slows both. Fails on no
time, only on what must not happen: an error answer, a request refused that should not have been.
"""

import argparse
import importlib
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])  # not this folder: its modules are a package

from rich.console import Console
from rich.table import Table

from benchmarks.figures import Figure, WrongAnswer

SUBJECTS = ("start", "calls", "callers", "large_wallets", "row_growth", "requests_spent", "plan_use", "token_cost")
_PACKAGES = ("wallet-portfolio", "mcp", "httpx", "pydantic", "uvicorn", "anyio")


def main() -> int:
    """Measure, print, write."""
    given = _arguments()
    for name in [name for name in os.environ if name.startswith(("OKX_", "WALLET_PORTFOLIO_"))]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CONFIG_HOME"] = home
        figures, wrong = measured(given.only or SUBJECTS, quick=given.quick)
    Console(width=None if sys.stdout.isatty() else 170).print(table(figures))
    if given.json:
        write(given.json, figures)
    for line in wrong:
        print(f"WRONG {line}", file=sys.stderr)
    return 1 if wrong else 0


def measured(subjects: Sequence[str], *, quick: bool = False) -> tuple[list[Figure], list[str]]:
    """The figures of these subjects, and what went wrong in the others."""
    figures: list[Figure] = []
    wrong: list[str] = []
    for subject in subjects:
        began = time.perf_counter()
        try:
            figures += importlib.import_module(f"benchmarks.{subject}").measure(quick=quick)
        except* WrongAnswer as errors:  # of callers side by side, too
            wrong += dict.fromkeys(f"{subject}: {error}" for error in _each(errors))
        print(f"{subject}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return figures, wrong


def _each(errors: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for error in errors.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _each(error)
        else:
            yield error


def table(figures: list[Figure]) -> Table:
    """One row a figure."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("subject", "figure"):
        made.add_column(heading)
    for heading in ("ours", "floor"):
        made.add_column(heading, justify="right")
    made.add_column("floor is")
    for heading in ("ratio", "spread"):
        made.add_column(heading, justify="right")
    made.add_column("goal")
    made.add_column("met")
    for figure in figures:
        ratio = figure.of_floor
        made.add_row(
            figure.subject,
            figure.name,
            shown(figure.ours, figure.unit),
            "" if figure.floor is None else shown(figure.floor, figure.unit),
            figure.floor_is,
            "" if ratio is None else f"{ratio:.2f}",
            "" if figure.spread is None else f"{figure.spread:.0f} %",
            goal_of(asdict(figure.goal) if figure.goal else None, figure.unit, figure.formula),
            {True: "yes", False: "NO", None: ""}[figure.met],
        )
    return made


def shown(number: float, unit: str) -> str:
    """A number with its unit, in as many digits as mean something."""
    digits = 0 if unit in {"requests", "model tokens", "bytes"} or abs(number) >= 100 else 2 if abs(number) < 10 else 1
    return f"{number:,.{digits}f} {unit.removesuffix('s') if number == 1 and digits == 0 else unit}"


def goal_of(goal: Mapping[str, Any] | None, unit: str, formula: str) -> str:
    """The goal in words."""
    if not goal:
        return ""
    limit = f"{'>=' if goal['at_least'] else '<='} {goal['limit']:g}"
    if goal["of"] == "ours":
        return f"{limit} {unit}"
    if goal["of"] == "over":
        return f"ours - floor {limit} {unit}"
    return f"{formula or 'ratio'} {limit}"


def report(figures: list[Figure]) -> dict[str, Any]:
    """What goes into the file: the figures, and what they were measured on."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            "cores": os.cpu_count(),
        },
        "versions": {name: version(name) for name in _PACKAGES},
        "figures": [figure.as_json() for figure in figures],
    }


def write(file: Path, figures: list[Figure]) -> None:
    """Write the file; the one before is kept as NAME-old.json, for `compare.py`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists():
        file.replace(file.with_stem(f"{file.stem}-old"))
    file.write_text(json.dumps(report(figures), indent=2) + "\n", encoding="utf-8")
    print(f"written to {file}", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure how fast it is.")
    parser.add_argument("--only", nargs="+", choices=SUBJECTS, help="these subjects")
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    parser.add_argument("--quick", action="store_true", help="the smallest sizes: for a look at whether it works")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
