"""Names one after the other, as each language does it: "A, B and C", "A、B 和 C", "A, B y C"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from wallet_portfolio.assets.phrases import Language, Sayable, spoken

# What stands between names, and before the last one.
_Joints: TypeAlias = tuple[str, str]
_JOINTS: Mapping[str, Mapping[Language, _Joints]] = {
    "comma": {"en": (", ", ", "), "zh": ("、", "、"), "es": (", ", ", "), "pt": (", ", ", "), "ja": ("、", "、")},
    "and": {"en": (", ", " and "), "zh": ("、", " 和 "), "es": (", ", " y "), "pt": (", ", " e "), "ja": ("、", "、")},
    "and on": {
        "en": (" and on ", " and on "),
        "zh": ("、", " 和 "),
        "es": (", en ", " y en "),
        "pt": (", em ", " e em "),
        "ja": ("、", "、"),
    },
    "or": {
        "en": (" or ", " or "),
        "zh": ("、", " 或 "),
        "es": (", ", " o "),
        "pt": (", ", " ou "),
        "ja": ("、", " または "),
    },
    # Japanese sets steps in brackets, and the sentence around them has the outer ones.
    "steps": {
        "en": (", ", ", or "),
        "zh": ("，", "，或者"),
        "es": (", ", " o "),
        "pt": (", ", " ou "),
        "ja": ("」「", "」「"),
    },
    "sentences": {"en": (" ", " "), "zh": ("", ""), "es": (" ", " "), "pt": (" ", " "), "ja": ("", "")},
}
_LIKE_Y, _LIKE_O = re.compile(r"\W*h?i(?![ae])", re.IGNORECASE), re.compile(r"\W*h?o", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Series:
    """Some names; as text they are joined in the language of whoever asks for the text."""

    names: tuple[Sayable, ...]
    joint: Literal["comma", "and", "and on", "or", "steps", "sentences"]

    def __str__(self) -> str:
        if not self.names:
            return ""
        *first, last = [str(name) for name in self.names]
        language = spoken()
        comma, conjunction = _JOINTS[self.joint][language]
        if language == "es":
            conjunction = _euphonic(conjunction, last)
        return f"{comma.join(first)}{conjunction}{last}" if first else last


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


def _euphonic(conjunction: str, following: str) -> str:
    """Spanish says e before the sound of i, and u before that of o."""
    if conjunction == " y " and _LIKE_Y.match(following):
        return " e "
    return " u " if conjunction == " o " and _LIKE_O.match(following) else conjunction
