"""The tables of docs/growth.md."""

import re
import time
from pathlib import Path

from benchmarks.growth_model import Model, measure, users_carried
from benchmarks.growth_simulation import SERVICE_SECONDS, Setup, Users, costs, found, simulate

PAGE = Path(__file__).parents[2] / "docs" / "growth.md"

WORDS = {
    "show_portfolio": "the whole portfolio",
    "get_total_value": "the total value",
    "list_holdings": "all holdings",
    "get_token_balances": "the balance of one token",
    "find_underperformers": "what is doing badly",
    "get_token_details": "figures of a token",
    "get_price_chart": "the price chart of a token",
    "check_swap": "a swap check",
}
PLANS = (1, 2.5, 5, 20, 100)
ASKED = {"4 an hour": (4, (10, 60)), "10 an hour": (10, (0, 10, 60)), "30 an hour": (30, (10, 60))}
# Users at 10 questions an hour each, and what they ask.
GRID = (
    (Users(200), Setup(2.5, 0)),
    (Users(200), Setup(2.5, 10)),
    (Users(200), Setup(2.5, 60)),
    (Users(600), Setup(5, 10)),
    (Users(600), Setup(5, 60)),
    (Users(600), Setup(5, 60, 2, shared=False)),
    (Users(600), Setup(5, 60, 4, shared=False)),
    (Users(3_000), Setup(20, 10)),
    (Users(3_000), Setup(20, 60)),
    (Users(1_200), Setup(5, 10)),
)
CPU_MS = 10  # of a question, as `sizing.py` prints it; deploy/sizing.md says of which mix
ROUND_TRIPS = 4  # to Redis, for a request: one or two for the pace, one to look for its answer, one to leave it


def costs_table():
    """Requests by kind of question."""
    lines = ["| A question for | first of all | of another user | again within 10 s |", "|---|--:|--:|--:|"]
    return lines + [f"| {WORDS[tool]} | {' | '.join(map(str, sent))} |" for tool, sent in costs().items()]


def users_table(use):
    """How many users make 80 % use of a plan."""
    columns = [(questions, kept) for questions, times in ASKED.values() for kept in times]
    named = [f"{asked}, {kept} s" for asked, (_, times) in ASKED.items() for kept in times]
    lines = [f"| Plan | {' | '.join(named)} | wait: mean | p95 |", "|--:|" + "--:|" * (len(columns) + 2)]
    for plan in PLANS:
        counts = [users_carried(use, Setup(plan, kept), questions) for questions, kept in columns]
        at = Model(use, Users(counts[columns.index((10, 10))], 10), Setup(plan)).found()
        lines.append(
            f"| {plan:g} | {' | '.join(_round(count) for count in counts)} "
            f"| {at.mean_wait:.1f} s | {at.p95_wait:.1f} s |"
        )
    return lines


def grid_table(use, *, simulated=True):
    """What the model says, and what a simulation came to."""
    lines = [
        "| Plan | users | replicas | cache | requests | hits | plan used | wait: mean | p95 | not answered in full |",
        "|--:|--:|--|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for users, setup in GRID:
        says = _figures(Model(use, users, setup).found())
        if simulated:
            seconds = 3_000 / users.per_second
            came = _figures(found(simulate(users, setup, seconds=seconds), setup, seconds))
        else:
            came = [""] * len(says)
        replicas = "one" if setup.apart == 1 else f"{setup.apart}, not sharing"
        lines.append(
            f"| {setup.plan:g} | {users.count} | {replicas} | {setup.cache_seconds:g} s | "
            + " | ".join(f"{ours} · {theirs}" for ours, theirs in zip(says, came, strict=True))
            + " |"
        )
    return lines


def limits_table(use):
    """What else is used when 80 % of the plan are, at 10 questions an hour."""
    lines = [
        "| Plan | questions a second | cores | requests under way | Redis trips a second | cache holds answers for |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    for plan in (*PLANS, 500):
        setup = Setup(plan, 60)
        model = Model(use, Users(users_carried(use, setup, 10), 10), setup)
        requests = model.rate * model.requests
        longest = Model(use, model.users, Setup(plan, 3_600)).longest_kept
        lines.append(
            f"| {plan:g} | {model.rate:.1f} | {model.rate * CPU_MS / 1_000:.3f} | {requests * SERVICE_SECONDS:.1f} "
            f"| {requests * ROUND_TRIPS:.0f} | {longest:.0f} s |"
        )
    return lines


def tables(use, *, simulated=True):
    """All of them, by name."""
    return {
        "costs": costs_table(),
        "users": users_table(use),
        "grid": grid_table(use, simulated=simulated),
        "limits": limits_table(use),
    }


def on_page(name):
    """The lines of a table as they stand on the page."""
    return _place(name).search(PAGE.read_text(encoding="utf-8"))[2].strip().splitlines()


def main(arguments):
    """Print the comparison, or all tables, or write them."""
    began = time.perf_counter()
    use = measure()
    if not arguments:
        print("model · simulation", *grid_table(use), f"{time.perf_counter() - began:.0f} s", sep="\n")
        return
    found_tables = tables(use)
    if "--write" in arguments:
        text = PAGE.read_text(encoding="utf-8")
        for name, lines in found_tables.items():
            text = _place(name).sub(lambda match, lines=lines: match[1] + "\n".join(lines) + match[3], text)
        PAGE.write_text(text, encoding="utf-8")
    else:
        for lines in found_tables.values():
            print(*lines, "", sep="\n")


def _place(name):
    return re.compile(rf"(<!-- table: {name} -->\n)(.*?)(\n<!-- end -->)", re.DOTALL)


def _figures(came):
    return [
        f"{came.requests:.2f}",
        f"{came.hits:.0%}",
        f"{min(came.utilisation, 1):.0%}",
        f"{came.mean_wait:.1f} s",
        f"{came.p95_wait:.1f} s",
        f"{came.unanswered:.0%}",
    ]


def _round(count):
    """Two digits: more would claim more than a model knows."""
    digits = max(0, len(str(round(count))) - 2)
    return f"{round(count, -digits):,.0f}"
