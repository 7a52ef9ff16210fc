"""How time grows with the rows that the service sends, from 100 to 100,000.

`list_holdings` is asked, and its raw requests beside it. Each size is held to the one before, which is asked ten times
within the same loop: ten times the rows should take at most ten times our own time, and a little more for what no
longer fits into the processor's cache.
"""

from functools import partial

import anyio

from benchmarks.figures import Figure, Goal
from benchmarks.large_wallets import Asked, asked
from benchmarks.loopback import loopback

SUBJECT = "row growth"
TOOL = "list_holdings"
_ROUNDS = {(100, 1_000): 10, (1_000, 10_000): 5, (10_000, 100_000): 3}
_LINEAR = 1.25


def measure(*, quick: bool = False) -> list[Figure]:
    """The time of each size, and what a row takes."""
    rounds = {(10, 100): 1} if quick else _ROUNDS
    figures = []
    with loopback(*{size for pair in rounds for size in pair}) as service:
        for pair, count in rounds.items():
            less, more = anyio.run(partial(asked, service, TOOL, pair, count))
            figures += [one.time(SUBJECT) for one in (less, more)[bool(figures) :]] + [_growth(less, more)]
    return figures


def _growth(less: Asked, more: Asked) -> Figure:
    return Figure(
        SUBJECT,
        f"own time a row, {more.rows:,} tokens",
        "us",
        more.own / more.rows * 1000,
        less.own / less.rows * 1000,
        f"at {less.rows:,} tokens",
        goal=Goal("ratio", _LINEAR),
    )
