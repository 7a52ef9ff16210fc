"""Small drawings made of characters: bars, lines of prices, arrows. Where a stream takes no others, of ASCII."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wallet_portfolio.assets.amounts import divide, multiply, show_percent, subtract

_ASCII = str.maketrans(
    {
        "…": "...",
        "–": "-",
        "—": "-",
        "·": "|",
        "•": "*",
        "×": "x",
        "⚠": "!",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "¿": "",
        "¡": "",
        "✓": "+",
        "▲": "+",
        "▼": "-",
    }
)


@dataclass(frozen=True, slots=True)
class Marks:
    """What to draw with. `bar` are the parts of one cell of a bar, the fullest last; `line` the heights of a line."""

    bar: str
    line: str
    up: str
    down: str

    @property
    def every(self) -> str:
        """All of the characters."""
        return f"{self.bar}{self.line}{self.up}{self.down}"


BLOCKS = Marks(bar="╸━", line="▁▂▃▄▅▆▇█", up="▲ ", down="▼ ")
ASCII = Marks(bar="#", line="_.-=^", up="", down="")


def marks_for(encoding: str) -> Marks:
    """The best that can be written in an encoding."""
    return BLOCKS if _can_write(BLOCKS.every, encoding) else ASCII


def writable(text: str, encoding: str) -> str:
    """The text with plainer signs and without accents where the encoding lacks them; what is left is for the stream."""
    if _can_write(text, encoding):
        return text
    return "".join(each if _can_write(each, encoding) else _plainer(each) for each in text)


def bar(part: Decimal, whole: Decimal, width: int, marks: Marks) -> str:
    """`part` of `whole` as a bar of `width` cells at most; whatever is more than nothing is seen."""
    if part <= 0 or whole <= 0:
        return ""
    steps = len(marks.bar)
    filled = max(1, min(width * steps, round(divide(multiply(part, Decimal(width * steps)), whole))))
    full, rest = divmod(filled, steps)
    return marks.bar[-1] * full + (marks.bar[rest - 1] if rest else "")


def line(values: Sequence[Decimal], width: int, marks: Marks) -> str:
    """Values over time as a line of `width` cells at most, from the lowest to the highest of them."""
    if len(values) < 2:
        return ""
    width = min(width, len(values))
    # The last value of each stretch of time, so that the line ends where the values do.
    picked = [values[(cell + 1) * len(values) // width - 1] for cell in range(width)]
    lowest, highest = min(picked), max(picked)
    if lowest == highest:
        return marks.line[len(marks.line) // 2] * width
    top, span = Decimal(len(marks.line) - 1), subtract(highest, lowest)
    heights = (round(divide(multiply(subtract(value, lowest), top), span)) for value in picked)
    return "".join(marks.line[height] for height in heights)


def change(percent: Decimal, marks: Marks) -> str:
    """A change with an arrow and its sign, so that no colour is needed to read it."""
    return arrowed(show_percent(percent, signed=True), marks)


def arrowed(shown: str, marks: Marks) -> str:
    """A figure that is written with its sign, behind an arrow; one without a sign did not move as far as is seen."""
    return f"{marks.up if shown.startswith('+') else marks.down if shown.startswith('-') else ''}{shown}"


def style(shown: str) -> str:
    """The colour of a figure that is written with its sign."""
    return "green" if "+" in shown else "red" if "-" in shown else "dim"


def _can_write(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _plainer(character: str) -> str:
    plain = character.translate(_ASCII)
    if plain != character:
        return plain
    return "".join(part for part in unicodedata.normalize("NFKD", character) if part.isascii()) or character
