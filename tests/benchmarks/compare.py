"""What changed between two runs: `.venv/bin/python tests/benchmarks/compare.py OLD [NEW]`.

Ratios are compared where there are any, as they mean the same on any machine; numbers otherwise. What is below 10
percent is not told, nor what is within the spread of its figure, up to 30 percent. Subjects that only one of the runs
measured are named, and left out.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

LATEST = Path("build/bench.json")
BEFORE = LATEST.with_stem("bench-old")
LEAST_PERCENT = 10.0
MOST_SPREAD_PERCENT = 30.0  # single calls differ by more, medians of hundreds do not

Row = Mapping[str, Any]
Report = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in two runs; None where one of them lacks it."""

    subject: str
    name: str
    old: float | None
    new: float | None
    percent: float | None
    verdict: Literal["better", "worse", "new", "gone"]
    goal: Literal["now met", "no longer met", ""] = ""


def changes(old: Report, new: Report) -> list[Change]:
    """What changed in the subjects of both, in the order of the new run; what is gone comes last."""
    both = subjects(old) & subjects(new)
    before, after = ({_key(row): row for row in run["figures"] if row["subject"] in both} for run in (old, new))
    found = [_change(before.get(key), row) for key, row in after.items()]
    gone = [
        Change(row["subject"], row["name"], _number(row), None, None, "gone")
        for key, row in before.items()
        if key not in after
    ]
    return [change for change in found if change] + gone


def subjects(run: Report) -> set[str]:
    """What it measured."""
    return {row["subject"] for row in run["figures"]}


def _change(old: Row | None, new: Row) -> Change | None:
    subject, name = new["subject"], new["name"]
    if old is None:
        return Change(subject, name, None, _number(new), None, "new")
    by_ratio = old["ratio"] is not None and new["ratio"] is not None
    was, now = ((row["ratio"] if by_ratio else row["ours"]) for row in (old, new))
    percent = (now / was - 1) * 100 if was else (0.0 if now == was else float("inf"))
    goal = _goal(old, new)
    spread = max(old["spread"] or 0, new["spread"] or 0)
    if abs(percent) < max(LEAST_PERCENT, min(spread, MOST_SPREAD_PERCENT)) and not goal:
        return None
    better = (now > was) == new["more_is_better"]
    return Change(subject, name, was, now, percent, "better" if better else "worse", goal)


def _goal(old: Row, new: Row) -> Literal["now met", "no longer met", ""]:
    if None in (old["met"], new["met"]) or old["met"] == new["met"]:
        return ""
    return "now met" if new["met"] else "no longer met"


def _key(row: Row) -> tuple[str, str]:
    return row["subject"], row["name"]


def _number(row: Row) -> float:
    return float(row["ours"] if row["ratio"] is None else row["ratio"])


def table(found: list[Change]) -> Table:
    """One row a change."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("subject", "figure"):
        made.add_column(heading)
    for heading in ("old", "new", "change"):
        made.add_column(heading, justify="right")
    made.add_column("")
    for change in found:
        made.add_row(
            change.subject,
            change.name,
            _shown(change.old),
            _shown(change.new),
            "" if change.percent is None else f"{change.percent:+.0f} %",
            ", ".join(filter(None, (change.verdict, f"goal {change.goal}" if change.goal else ""))),
        )
    return made


def _shown(number: float | None) -> str:
    if number is None:
        return "-"
    return f"{number:,.0f}" if abs(number) >= 100 or number == int(number) else f"{number:.2f}"


def main(arguments: list[str]) -> int:
    """Print the changes; 2 where a file cannot be read."""
    given = _arguments(arguments)
    reports = []
    for file in (given.new, given.old):
        try:
            reports.append(json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            print(_unreadable(file), file=sys.stderr)
            return 2
    new, old = reports
    found = changes(old, new)
    print(f"{given.old} of {old['date']} -> {given.new} of {new['date']}")
    if old["machine"] != new["machine"] or old["versions"] != new["versions"]:
        print("They are of different machines or versions of libraries: compare ratios with care.")
    if only := subjects(old) ^ subjects(new):
        print(f"In one of the runs only, and left out: {', '.join(sorted(only))}.")
    if found:
        Console(width=None if sys.stdout.isatty() else 130).print(table(found))
    else:
        print("Nothing changed that is more than chance.")
    return 0


def _unreadable(file: Path) -> str:
    if file == BEFORE and not file.exists():
        return "There is no earlier run yet: run `make bench` twice."
    return f"{file} cannot be read. `make bench` writes {LATEST}."


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Tell what changed between two runs of make bench.")
    parser.add_argument("old", type=Path, metavar="OLD", help=f"the earlier run; make bench keeps it as {BEFORE}")
    parser.add_argument("new", type=Path, metavar="NEW", nargs="?", default=LATEST, help=f"{LATEST} unless said")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
