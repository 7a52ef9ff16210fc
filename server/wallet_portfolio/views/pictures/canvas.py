"""A card to draw on: its colours, its letters, and the PNG that comes of it. Needs Pillow (the extra `charts`)."""

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image, ImageColor, ImageDraw, ImageFont

WIDTH = 960  # chats show it at about two thirds of that
MARGIN = 40

BACKGROUND, BORDER, TRACK, GRID = "#111927", "#2b384c", "#222e40", "#1f2a3b"
TEXT, DIM = "#f3f6fa", "#9fb0c5"
UP, DOWN, WARNING = "#35c48d", "#ff6b72", "#f5b84b"
TOKENS, CHAINS, REST = "#4cc2d6", "#8f9bff", "#66768c"

_FONTS = Path(__file__).parent / "fonts"
_RADIUS = 26
_SHADES = 6  # of each colour towards the background, for soft edges
_CLEAR = (0, 0, 0)
_MISSING = "\uffff"  # is in no font

Weight = Literal["regular", "semibold"]
Align = Literal["left", "right", "middle"]
_ANCHORS: dict[Align, str] = {"left": "ls", "right": "rs", "middle": "ms"}


class Canvas:
    """A rounded card of its own colour, so that it reads the same in light and dark chats. Lengths are in pixels."""

    def __init__(self, height: int) -> None:
        self.height = height
        self._image = Image.new("RGB", (WIDTH, height), _CLEAR)
        self._draw = ImageDraw.Draw(self._image)
        self._draw.rounded_rectangle((0, 0, WIDTH - 1, height - 1), _RADIUS, BACKGROUND, BORDER, 2)

    def text(
        self,
        at: tuple[int, int],
        text: str,
        size: int,
        colour: str = TEXT,
        *,
        weight: Weight = "regular",
        align: Align = "left",
    ) -> int:
        """Write from, up to or around a point on the base line; gives the width."""
        letters = _font(weight, size)
        self._draw.text(at, text, fill=colour, font=letters, anchor=_ANCHORS[align])
        return width_of(text, size, weight)

    def box(self, left: int, top: int, right: int, bottom: int, colour: str, *, radius: int = 0) -> None:
        """A filled box, its edges included."""
        self._draw.rounded_rectangle((left, top, right, bottom), radius, fill=colour)

    def frame(self, left: int, top: int, right: int, bottom: int, colour: str) -> None:
        """A hollow box with the card's own colour inside."""
        self._draw.rectangle((left, top, right, bottom), fill=BACKGROUND, outline=colour, width=2)

    def dashes(self, left: int, right: int, y: int, colour: str) -> None:
        """A dashed line across."""
        for start in range(left, right, 12):
            self._draw.line((start, y, min(start + 5, right), y), fill=colour, width=2)

    def triangle(self, left: int, base: int, size: int, colour: str, *, up: bool) -> None:
        """An arrow head that stands on a base line."""
        tip, foot = (base - size, base) if up else (base, base - size)
        self._draw.polygon([(left, foot), (left + size, foot), (left + size // 2, tip)], fill=colour)

    def tag(self, right: int, base: int, text: str, colour: str) -> int:
        """A word in a frame that ends at `right`; gives its width."""
        width = width_of(text, 18) + 24
        self._draw.rounded_rectangle((right - width, base - 22, right, base + 10), 16, outline=colour, width=2)
        self.text((right - width // 2, base), text, 18, colour, align="middle")
        return width

    def png(self) -> bytes:
        """The picture. Its corners are transparent."""
        written = BytesIO()
        few = self._image.quantize(palette=_palette(), dither=Image.Dither.NONE)
        few.save(written, "PNG", compress_level=4, transparency=0)  # 6: 4 % smaller, in half as much time again
        return written.getvalue()


def width_of(text: str, size: int, weight: Weight = "regular") -> int:
    """How much room a text takes."""
    return round(_font(weight, size).getlength(text))


def fitting(text: str, room: int, size: int, weight: Weight = "regular") -> str:
    """The text, cut with an ellipsis where it is wider than the room."""
    if width_of(text, size, weight) <= room:
        return text
    while text and width_of(f"{text}...", size, weight) > room:
        text = text[:-1]
    return f"{text.rstrip()}..."


def drawable(name: str, otherwise: str) -> str:
    """The name, or what else to call it where these letters lack one of its characters."""
    return (name if all(map(_has, name)) else otherwise).replace("…", "...")  # which stands too high in these letters


@cache
def _palette() -> Image.Image:
    """What is clear, the background, and all else in shades towards it: a third of the size that all colours take."""
    ground = ImageColor.getrgb(BACKGROUND)
    parts = [*_CLEAR, *ground]
    for ink in map(ImageColor.getrgb, (TEXT, DIM, UP, DOWN, WARNING, TOKENS, CHAINS, REST, BORDER, TRACK, GRID)):
        for shade in range(1, _SHADES + 1):
            parts += [back + (front - back) * shade // _SHADES for back, front in zip(ground, ink, strict=True)]
    palette = Image.new("P", (1, 1))
    palette.putpalette(parts)
    return palette


@cache
def _font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / f"{weight}.ttf", size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _missing() -> bytes:
    return bytes(_font("regular", 20).getmask(_MISSING))


@lru_cache(maxsize=4_096)
def _has(character: str) -> bool:
    return bytes(_font("regular", 20).getmask(character)) != _missing()
