"""How time grows with the rows that the service sends, from 100 to 100,000.

`list_holdings` is asked, and its raw requests beside it. Each size is held to the one before: ten times the rows should
take at most ten times our own time, and a little more for what no longer fits into the processor's cache.
"""

from functools import partial
from itertools import pairwise

import anyio

from benchmarks.figures import Figure, Goal
from benchmarks.large_wallets import asked
from benchmarks.loopback import loopback

SUBJECT = "row growth"
TOOL = "list_holdings"
_ROUNDS = {100: 60, 1_000: 30, 10_000: 8, 100_000: 2}
_LINEAR = 1.25


def measure(*, quick: bool = False) -> list[Figure]:
    """The time of each size, and what a row takes."""
    rounds = {10: 1, 100: 1} if quick else _ROUNDS
    with loopback(*rounds) as service:
        taken = [anyio.run(partial(asked, service, TOOL, rows, count)) for rows, count in rounds.items()]
    figures = [one.time(SUBJECT) for one in taken]
    for less, more in pairwise(taken):
        figures.append(
            Figure(
                SUBJECT,
                f"own time a row, {more.rows:,} tokens",
                "us",
                more.own / more.rows * 1000,
                less.own / less.rows * 1000,
                f"at {less.rows:,} tokens",
                goal=Goal("ratio", _LINEAR),
            )
        )
    return figures
