"""Puts the last run into the README and docs/benchmarks.md: `.venv/bin/python tests/benchmarks/page.py [FILE]`."""

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
    ("callers", "64 callers, plan 200/s, once the pace is known"): (
        "64 callers, the service at 50 ms, a plan of 200/s, once the pace is known",
        "{ratio:.0%} of the ideal",
    ),
    ("callers", "64 callers, plan 1,000/s, and plain"): (
        "The same at 1,000/s, calls a second",
        "{ratio:.1f} × a plain server",
    ),
    ("large wallets", "show_portfolio, 5,000 tokens"): (
        "The portfolio of a wallet of 5,000 coins, over receiving its bytes",
        "{over:+.0f} ms",
    ),
    ("large wallets", "peak memory, 50,000 tokens"): ("Peak memory with one of 50,000 coins", "{ours:.0f} MB"),
    ("large wallets", "show_portfolio, 5,000 tokens, its text"): (
        "What a model reads of a wallet of 5,000 coins",
        "{ours:.0f} model tokens",
    ),
    ("requests spent", "show_portfolio, cold"): (
        "Requests of a first portfolio; DeFi takes one more, and a doubtful name another one",
        "{ours:.0f}",
    ),
    ("plan use", "60 at 10/s, once the pace is learnt"): ("Use of a plan whose pace had to be learnt", "{ratio:.0%}"),
}
# Why a goal may be missed, and what is next, by subject and how the name begins.
WHY: dict[tuple[str, str], str] = {
    ("start", "serve"): "The command line, the settings and the announced tools are loaded besides the SDK. "
    "Next: a lighter command line.",
    ("calls", ""): "What is left of our own is spread thinly: the task that shared requests run in, the pace, the "
    "signature, the sentences of the answer. Next: fewer turns of the event loop.",
    ("callers", ""): "Calls, callers and the service share the machine, which has no more to give. "
    "Next: measure where each has a core.",
    ("large wallets", "show_portfolio"): "Every row is checked and summed up exactly before ten are shown. "
    "Next: fewer steps a row.",
    ("large wallets", "list_holdings"): "Every row is checked, and all are sorted before a page is shown. "
    "Next: fewer steps a row.",
    ("row growth", ""): "No cause is known yet. Next: a look at the processor's cache and at garbage collection.",
    ("plan use", ""): "On a machine with no time to spare a request arrives late, and the next one within its second. "
    "Next: measure on a calm one.",
}
_UNKNOWN = "It has not been looked into yet."

Row = Mapping[str, Any]


def main_table(rows: Iterable[Row]) -> list[str]:
    """The README's table, and how many goals are met."""
    by_name = {(row["subject"], row["name"]): row for row in rows}
    lines = ["| What | Measured | Goal |", "|---|---|---|"]
    for key, (what, words) in MAIN.items():
        if row := by_name.get(key):
            over = row["ours"] - row["floor"] if row["floor"] is not None else 0.0
            told = words.format(ratio=row["ratio"], ours=row["ours"], over=over)
            lines.append(f"| {what} | {told} | {_goal_like(words, row)} |")
    with_goal = [row for row in by_name.values() if row["met"] is not None]
    met = sum(row["met"] for row in with_goal)
    others = "" if met == len(with_goal) else "; [the others, and why](docs/benchmarks.md#goals-that-are-not-met)"
    return [*lines, "", f"{met} of {len(with_goal)} goals are met{others}."]


def _goal_like(words: str, row: Row) -> str:
    """The goal in the unit of the words, and whether it was missed."""
    if not (goal := row["goal"]):
        return ""
    unit = "" if row["unit"] == "requests" else f" {row['unit']}"
    limit = {
        "over": f"{goal['limit']:+g}{unit}",
        "ours": f"{goal['limit']:,g}{unit}",
        "ratio": f"{goal['limit']:.0%}" if "%" in words else f"{goal['limit']:g} ×",
    }[goal["of"]]
    return f"{'≥' if goal['at_least'] else '≤'} {limit}{'' if row['met'] else ', **missed**'}"


def whole_page(rows: Iterable[Row]) -> list[str]:
    """Every figure, as it was printed: those with a goal, what was missed, and the others below a fold."""
    rows = list(rows)
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if row["met"] is False:
            reasons.setdefault(_why(row), []).append(f"**{row['subject']}, {row['name']}**")
    return [
        *table(row for row in rows if row["goal"]),
        "",
        "### Goals that are not met",
        "",
        *([f"- {', '.join(names)}: {why}" for why, names in reasons.items()] or ["None."]),
        "",
        "<details>",
        "<summary>Figures without a goal</summary>",
        "",
        *table(row for row in rows if not row["goal"]),
        "",
        "</details>",
    ]


def _why(row: Row) -> str:
    fitting = (
        told for (subject, start), told in WHY.items() if row["subject"] == subject and row["name"].startswith(start)
    )
    return next(fitting, _UNKNOWN)


def table(rows: Iterable[Row]) -> list[str]:
    """One row a figure."""
    lines = [
        "| Subject | Figure | Ours | Floor | The floor is | Ratio | Spread | Goal | Met |",
        "|---|---|--:|--:|---|--:|--:|---|---|",
    ]
    for row in rows:
        cells = [
            row["subject"],
            row["name"],
            shown(row["ours"], row["unit"]),
            "" if row["floor"] is None else shown(row["floor"], row["unit"]),
            row["floor_is"],
            "" if row["ratio"] is None else f"{row['ratio']:.2f}",
            "" if row["spread"] is None else f"{row['spread']:.0f} %",
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
    page = with_table(PAGE.read_text(encoding="utf-8"), [f"{about}:", "", *whole_page(report["figures"])])
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
