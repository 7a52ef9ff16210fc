"""What users read, in their language. The English sentence is the key (gettext), figures and names are put into it.

`say` gives the text at once. `phrase` keeps sentence and values apart until somebody shows it: an error of work that
several share, or a notice of what is kept, is made once and told to each in their own language.

The catalogs are in `locale/`; `make phrases` collects new sentences for them and compiles them. A sentence is written
out where it is said, so that it can be collected, and is never put together from parts of sentences.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from gettext import GNUTranslations

Language = Literal["en", "zh", "es", "pt", "ja"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
CATALOGS = Path(__file__).parent / "locale"
DOMAIN = "wallet_portfolio"

Value: TypeAlias = "str | int | Phrase | Series"

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

_spoken: ContextVar[Language] = ContextVar("spoken", default="en")


@contextmanager
def in_language(language: Language) -> Iterator[None]:
    """Inside, and in every task that is started there, users are spoken to in this language."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> Language:
    """The language that users are spoken to in here: English unless said otherwise."""
    return _spoken.get()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence and what goes into it; as text it is in the language of whoever asks for the text.

    `many` is the sentence for any other `count` than one, None where nothing is counted. Values may be phrases and
    series, too.
    """

    one: str
    values: "tuple[tuple[str, Value], ...]" = ()
    many: str | None = None
    count: int = 1

    def __str__(self) -> str:
        return self._sentence(_spoken.get()).format_map(dict(self.values))

    def with_values(self, **values: Value) -> "Phrase":
        """The same sentence with these values, for sentences that stand in a table."""
        return replace(self, values=tuple(values.items()))

    def _sentence(self, language: Language) -> str:
        if language == "en":
            return self.one if self.many is None or self.count == 1 else self.many
        catalog = _catalog(language)
        if self.many is None:
            return catalog.gettext(self.one)
        return catalog.ngettext(self.one, self.many, self.count)


Sayable: TypeAlias = str | Phrase


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


def phrase(sentence: str, /, **values: Value) -> Phrase:
    """A sentence with named places for the values, to be said later."""
    return Phrase(sentence, tuple(values.items()))


def phrase_many(one: str, many: str, count: int, /, **values: Value) -> Phrase:
    """The sentence for one or for `count` of something, to be said later; {count} is a value, too."""
    return Phrase(one, (("count", count), *values.items()), many, count)


def say(sentence: str, /, **values: Value) -> str:
    """A sentence in the language spoken here, with the values in it."""
    return str(phrase(sentence, **values))


def say_many(one: str, many: str, count: int, /, **values: Value) -> str:
    """The sentence for one or for `count` of something, in the language spoken here."""
    return str(phrase_many(one, many, count, **values))


def _euphonic(conjunction: str, following: str) -> str:
    """Spanish says e before the sound of i, and u before that of o."""
    if conjunction == " y " and _LIKE_Y.match(following):
        return " e "
    return " u " if conjunction == " o " and _LIKE_O.match(following) else conjunction


@cache
def _catalog(language: Language) -> "GNUTranslations":
    from gettext import translation  # English needs none of it

    return translation(DOMAIN, CATALOGS, [language])
