"""Puts the figures of the last run into the README and docs/benchmarks.md: `python tests/benchmarks/page.py [FILE]`."""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])  # not this folder: its modules are a package

from benchmarks.compare import LATEST
from benchmarks.run import goal_of, shown

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAGE = ROOT / "docs" / "benchmarks.md"
# Which figures the README tells, in what words.
MAIN: dict[tuple[str, str], tuple[str, str]] = {
    ("start", "serve to the first tools/list"): (
        "From start to the first list of tools, over stdio",
        "{ratio:.2f} × a bare server of the same SDK",
    ),
    ("calls", "a call, in memory"): (
        "A tool call over the signed request that it sends, in memory",
        "{over:+.1f} ms",
    ),
    ("calls", "a call without its request, stdio"): ("The same over stdio", "{ratio:.2f} × the SDK's echo tool"),
    ("calls", "a call without its request, HTTP"): ("The same over HTTP", "{ratio:.2f} × the SDK's echo tool"),
    ("calls", "a call, HTTP, by a plain server"): ("A whole call over HTTP", "{ratio:.2f} × a plain server"),
    ("callers", "64 callers, plan 200/s"): (
        "64 callers, the service at 50 ms, a plan of 200/s",
        "{ratio:.0%} of the ideal",
    ),
    ("callers", "64 callers, plan 1,000/s, and plain"): (
        "The same at 1,000/s, calls a second",
        "{ratio:.1f} × a plain server",
    ),
    ("large wallets", "show_portfolio, 5,000 tokens"): (
        "The portfolio of a wallet of 5,000 tokens, over receiving its bytes",
        "{over:+.0f} ms",
    ),
    ("large wallets", "peak memory, 50,000 tokens"): ("Peak memory with one of 50,000 tokens", "{ours:.0f} MB"),
    ("large wallets", "show_portfolio, 5,000 tokens, its text"): (
        "What a model reads of 5,000 tokens",
        "{ours:.0f} tokens",
    ),
    ("plan use", "60 at 10/s, once the pace is learnt"): ("Use of a plan whose pace had to be learnt", "{ratio:.0%}"),
}

Row = Mapping[str, Any]


def main_table(rows: Iterable[Row]) -> list[str]:
    """The README's table."""
    by_name = {(row["subject"], row["name"]): row for row in rows}
    lines = ["| What | Measured |", "|---|---|"]
    for key, (what, words) in MAIN.items():
        if row := by_name.get(key):
            over = row["ours"] - row["floor"] if row["floor"] is not None else 0.0
            lines.append(f"| {what} | {words.format(ratio=row['ratio'], ours=row['ours'], over=over)} |")
    return lines


def whole_table(rows: Iterable[Row]) -> list[str]:
    """Every figure, as it was printed."""
    lines = [
        "| Subject | Figure | Ours | Floor | The floor is | Ratio | Goal | Met |",
        "|---|---|--:|--:|---|--:|---|---|",
    ]
    for row in rows:
        cells = [
            row["subject"],
            row["name"],
            shown(row["ours"], row["unit"]),
            "" if row["floor"] is None else shown(row["floor"], row["unit"]),
            row["floor_is"],
            "" if row["ratio"] is None else f"{row['ratio']:.2f}",
            goal_of(row["goal"], row["unit"], row["formula"]).replace("<=", "≤").replace(">=", "≥"),
            {True: "yes", False: "**no**", None: ""}[row["met"]],
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def with_table(text: str, lines: list[str]) -> str:
    """A page with this table in the place that is marked for it."""
    table = "\n".join(lines)
    put, places = re.subn(
        r"(<!-- measured -->\n).*?(?=^<!-- end -->)",
        lambda mark: f"{mark[1]}{table}\n",
        text,
        flags=re.DOTALL | re.MULTILINE,
    )
    if places != 1:
        raise ValueError("the page has no place for the table, or more than one")
    return put


def main(arguments: list[str]) -> None:
    """Write both pages."""
    report = json.loads(Path(arguments[0] if arguments else LATEST).read_text(encoding="utf-8"))
    machine, versions = report["machine"], report["versions"]
    about = f"{report['date'][:10]}, Python {machine['python']}, {machine['cores']} cores, " + ", ".join(
        f"{name} {number}" for name, number in versions.items()
    )
    README.write_text(with_table(README.read_text(encoding="utf-8"), main_table(report["figures"])), encoding="utf-8")
    page = with_table(PAGE.read_text(encoding="utf-8"), [f"{about}:", "", *whole_table(report["figures"])])
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
