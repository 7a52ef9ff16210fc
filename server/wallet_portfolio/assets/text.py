"""The one gate for strangers' text: names and symbols that come from a chain or from the service.

Anyone can deploy a token and write what they like into its name: a link, an instruction to a model, terminal
escapes, invisible or direction-changing characters. What passes here is one short line of plain visible text.
"""

import re
import unicodedata

NAME_LIMIT = 32
UNNAMED = "unnamed"

# Visible to no one, yet not in the categories below: fillers, joiners and variation selectors
# (Unicode's Default_Ignorable_Code_Point, and the blank Braille pattern).
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MARKUP = re.compile(r"[`*\[\]<>|~\\{}]")
_LEADING_MARKUP = re.compile(r"^[\s#>+=_-]+(?=\w)|(?<!\w)_+|_+(?!\w)")
_STACKED_MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{2})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)
_HARMLESS = re.compile(r"[A-Za-z0-9$]+")  # nearly every symbol: nothing in it to look for
# What bridges add to a symbol: USDC.axl of Axelar, WETH.wh of Wormhole. Neither is a top-level domain. Suffixes of one
# letter, as in USDC.e, need no mention.
_BRIDGES = "axl|wh"
# With a scheme, or any word.xx of which the right side begins with two letters: there are too many endings to list.
_LINK = re.compile(
    r"(?:(?<![\w+.-])[\w+.-]*://|\bwww\.|\bmailto:|\bjavascript:|\bdata:)\S*"
    rf"|(?<![\w.-])[\w.-]*[\w-]\.(?!(?:{_BRIDGES})(?!\w|\.\w))[^\W\d_]{{2}}[\w.-]*(?:[/:?#]\S*)?",
    re.IGNORECASE,
)
_IDEOGRAPHIC_STOP = "\u3002"  # a dot to browsers, though not to NFKC


def clean(text: str, limit: int = NAME_LIMIT) -> str:
    """One short line of plain visible text; idempotent.

    Control, bidirectional and zero-width characters, line breaks, links and Markdown are taken out, and the rest is
    cut to `limit` characters. Text of which nothing is left becomes "unnamed".
    """
    if _HARMLESS.fullmatch(text) and len(text) <= limit:
        return text
    while (cleaner := _clean_once(text, limit)) != text:  # taking a part out may join the rest to something new
        text = cleaner
    return text


def is_unusual(text: str) -> bool:
    """Whether there was something in the text that cleaning takes out, so that a user should be told."""
    return clean(text) != unicodedata.normalize("NFC", text.strip())


def _clean_once(text: str, limit: int) -> str:
    text = unicodedata.normalize("NFC", text[: limit * 64])  # a name of megabytes is not worth reading to its end
    text = "".join(_visible(character) for character in _INVISIBLE.sub("", text))
    text = _STACKED_MARKS.sub(r"\1", text)
    text = _without_links(text)
    text = _MARKUP.sub("", text)
    text = " ".join(text.split())
    text = _LEADING_MARKUP.sub("", text).strip()
    if len(text) > limit:
        text = text[: limit - 1].rstrip(" _") + "…"
    return text or UNNAMED


def _without_links(text: str) -> str:
    """Links are looked for in a likeness of the text, character for character, and cut from the text itself."""
    likeness = "".join(map(_likeness, text))
    if not _LINK.search(likeness):
        return text
    parts, end = [], 0
    for link in _LINK.finditer(likeness):
        parts += [text[end : link.start()], "…"]
        end = link.end()
    return "".join([*parts, text[end:]])


def _likeness(character: str) -> str:
    """The plain character that this one is taken for in a link: fullwidth letters, other dots; marks are letters."""
    if character.isascii():
        return character
    if unicodedata.category(character)[0] == "M":
        return "m"
    plain = unicodedata.normalize("NFKC", character)
    if plain == _IDEOGRAPHIC_STOP:
        return "."
    return plain if len(plain) == 1 else character


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _HIDDEN_CATEGORIES else character
