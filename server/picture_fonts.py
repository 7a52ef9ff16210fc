"""The letters that pictures are written in: Noto Sans SC, cut down to what is drawn with it.

    python server/picture_fonts.py REGULAR SEMIBOLD

Takes the two weights as font files (those of the npm package @fontsource/noto-sans-sc, for one) and writes them to
`views/pictures/fonts`. What is kept are the characters of English and its neighbours, and those of the sentences that
pictures hold, in every language; so it is run again when such a sentence is new. Needs fonttools and brotli.
"""

import sys
from pathlib import Path

from babel.messages.pofile import read_po
from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program

PACKAGE = Path(__file__).parent / "wallet_portfolio"
DRAWN = "views/pictures/"
LATIN = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100))} | set("–—‘’“”…•€×−")


def needed() -> set[str]:
    """The characters of every sentence that pictures hold."""
    found = set(LATIN)
    for file in PACKAGE.glob("assets/locale/*/LC_MESSAGES/*.po"):
        with file.open("rb") as opened:
            for message in read_po(opened):
                if any(DRAWN in location for location, _ in message.locations):
                    found.update("".join(message.string))
    return found


def cut(source: Path, target: Path) -> None:
    """Write what is needed of a font, without hints, which do nothing for the eye at these sizes."""
    font = TTFont(source)
    font.flavor = None
    options = subset.Options(layout_features=["kern"], hinting=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(needed()))
    subsetter.subset(font)
    unhinted(font)
    font.save(target)


def unhinted(font: TTFont) -> None:
    """Keep FreeType from making hints of its own, which takes it two thirds of the time of a text.

    It does where a font's program has no more than seven bytes. These nine do nothing.
    """
    font["prep"] = newTable("prep")
    font["prep"].program = Program()
    font["prep"].program.fromAssembly(["PUSHB[]", "0", "POP[]"] * 3)
    font["maxp"].maxStackElements = 1


if __name__ == "__main__":
    for path, weight in zip(sys.argv[1:], ("regular", "semibold"), strict=True):
        cut(Path(path), PACKAGE / "views" / "pictures" / "fonts" / f"{weight}.ttf")
