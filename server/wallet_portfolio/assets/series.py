"""Names one after the other, as each language does it: "A, B and C", "A、B 和 C", "A, B y C"."""

from collections.abc import Iterable

from wallet_portfolio.assets.phrases import Sayable, Series


def listed(names: Iterable[Sayable]) -> Series:
    """`A, B, C`: some of more."""
    return Series(tuple(names), "comma")


def all_of(names: Iterable[Sayable]) -> Series:
    """`A, B and C`."""
    return Series(tuple(names), "and")


def on_each_of(names: Iterable[Sayable]) -> Series:
    """`A and on B`, for a sentence that says "on" before it."""
    return Series(tuple(names), "and on")


def any_of(names: Iterable[Sayable]) -> Series:
    """`A or B`."""
    return Series(tuple(names), "or")


def in_turn(sentences: Iterable[Sayable]) -> Series:
    """One sentence after the other."""
    return Series(tuple(sentences), "sentences")


def choice_of(steps: Iterable[Sayable]) -> Series:
    """`do this, do that, or do something else`."""
    return Series(tuple(steps), "steps")
