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
_TOP_LEVEL = (
    "com|net|org|io|xyz|app|finance|fi|me|site|online|top|info|co|cc|gg|link|live|club|shop|store|pro|vip|win|lol|fun"
    "|space|tech|dev|ai|money|cash|exchange|trade|claims?|network|world|click|bio|us|uk|ru|cn|in|to|ly|sh|so|la|im|is"
    "|limo|page|website|gift|gifts|promo|rewards?|events?|token|digital|life|today|zone|run|pm|tv|ws|biz|eu|example|test"
)
_HARMLESS = re.compile(r"[A-Za-z0-9$]+")  # nearly every symbol: nothing in it to look for
_LINK = re.compile(
    rf"(?:(?<![\w+.-])[\w+.-]*://|\bwww\.|\bmailto:|\bjavascript:|\bdata:)\S*"
    rf"|(?<![\w.-])[\w.-]*[\w-]\.(?:{_TOP_LEVEL})\b(?:[/:?#]\S*)?",
    re.IGNORECASE,
)


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
    text = _LINK.sub("…", text)
    text = _MARKUP.sub("", text)
    text = " ".join(text.split())
    text = _LEADING_MARKUP.sub("", text).strip()
    if len(text) > limit:
        text = text[: limit - 1].rstrip(" _") + "…"
    return text or UNNAMED


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _HIDDEN_CATEGORIES else character
