"""The one gate for strangers' text: names and symbols that come from a chain or from the service.

Anyone can deploy a token and write what they like into its name: a link, an instruction to a model, terminal
escapes, invisible or direction-changing characters. What passes here is one short line of plain visible text. What
is left of it may still be words to a reader, which a symbol has no room for: of those only the first is shown.
"""

import html
import re
import unicodedata
from functools import lru_cache

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
_HARMLESS = re.compile(r"[A-Za-z0-9$]+")  # nothing in it to look for
_ORDINARY = re.compile(r"[A-Za-z][A-Za-z0-9]{0,11}")  # nearly every symbol: one short word, and no number of an address
# What bridges add to a symbol: USDC.axl of Axelar, WETH.wh of Wormhole. Neither is a top-level domain. Suffixes of one
# letter, as in USDC.e, need no mention.
_BRIDGES = "axl|wh"
# With a scheme, or any word.xx of which the right side begins with two letters: there are too many endings to list.
_LINK = re.compile(
    r"(?:(?<![\w+.-])[\w+.-]*://|\bwww\.|\bmailto:|\bjavascript:|\bdata:)\S*"
    rf"|(?<![\w.-])[\w.-]*[\w-]\.(?!(?:{_BRIDGES})(?!\w|\.\w))[^\W\d_]{{2}}[\w.-]*(?:[/:?#]\S*)?"
    r"|(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])(?:[/:?#]\S*)?",  # by its number
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&#?\w{1,31};")  # &lt; is a < wherever HTML is shown
_TURNED = re.compile("\u202e([^\u202c\u202d]*)")  # from a right-to-left override on, a reader sees it turned round
# What a name that is only a name does not have: a link spelt out, assignments, exclamations, parts of a sentence, the
# beginning of an address.
_SAYING = re.compile(
    r"\b(?:dot|punto|ponto)\s(?:com|net|org|io|xyz|app|me|co|fi|finance)\b|[=;!?]|[:,](?=\s|$)|\b0x[0-9a-f]{4}|\$\(",
    re.IGNORECASE,
)
_GAP = re.compile(r"\s{4,}\S.*", re.DOTALL)  # what is far off to the right is meant not to be seen
_BETWEEN_WORDS = re.compile(r"[\s_]+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_FIRST_WORD_LIMIT = 12
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


def clean_symbol(text: str) -> str:
    """The same for a symbol; where it reads like a sentence, no more than its first word is left. Idempotent."""
    if _ORDINARY.fullmatch(text):
        return text
    text = _TURNED.sub(lambda turned: turned[1][::-1], text[: NAME_LIMIT * 64])
    cleaned = clean(_GAP.sub("…", text.strip()))
    if not _is_sentence(cleaned):
        return cleaned
    first = _BETWEEN_WORDS.split(cleaned)[0].rstrip(".,:;!?=…") or UNNAMED
    return clean(f"{first[:_FIRST_WORD_LIMIT]}…")  # what is cut off may have kept a link from being one


def shown_symbol(text: str) -> tuple[str, bool]:
    """A symbol as it is shown, and whether it is unusual."""
    if _ORDINARY.fullmatch(text):
        return text, False
    return _seen(text) if len(text) <= 2 * NAME_LIMIT else _seen.__wrapped__(text)


@lru_cache(maxsize=4_096)  # spam comes in thousands of one name, each of which takes up to 100 us to read
def _seen(text: str) -> tuple[str, bool]:
    return clean_symbol(text), is_unusual_symbol(text)


def is_unusual(text: str) -> bool:
    """Whether there was something in the text that cleaning takes out, so that a user should be told."""
    return _is_changed(text, clean(text))


def is_unusual_symbol(text: str) -> bool:
    """Whether a user should be told of a symbol: it hides something, or is none.

    A symbol is one word, as variableDebtEthUSDC, or a few of which one at most is more than a tag: AUTO-USDC V2 LP.
    """
    if _ORDINARY.fullmatch(text):
        return False
    cleaned = clean(text)
    odd = _is_changed(text, cleaned) or _SAYING.search(cleaned)
    return bool(odd) or _is_sentence(cleaned) or len(_words(cleaned)) > 1


def is_unusual_name(text: str) -> bool:
    """Whether a user should be told of a full name: it hides something, or says more than a name does."""
    cleaned = clean(text)
    return _is_changed(text, cleaned) or bool(_SAYING.search(cleaned))


def _is_changed(text: str, cleaned: str) -> bool:
    return cleaned != unicodedata.normalize("NFC", text.strip())


def _is_sentence(symbol: str) -> bool:
    parts = _BETWEEN_WORDS.split(symbol)
    says = len(parts) > 1 and _SAYING.search(symbol)
    return bool(says) or len(parts) > 3 or len(_words(symbol)) > 2 or len(_WORD.findall(symbol)) > 4


def _words(symbol: str) -> list[str]:
    """Its parts that are words: letters only, and more of them than a tag such as LP has."""
    return [part for part in _BETWEEN_WORDS.split(symbol) if _WORD.fullmatch(part.rstrip(".,:;!?…"))]


def _clean_once(text: str, limit: int) -> str:
    text = unicodedata.normalize("NFC", text[: limit * 64])  # a name of megabytes is not worth reading to its end
    text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    if not (text.isascii() and text.isprintable()):
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
    likeness = text if text.isascii() else "".join(map(_likeness, text))
    if not _LINK.search(likeness):
        return text
    parts, end = [], 0
    for link in _LINK.finditer(likeness):
        parts += [text[end : link.start()], "…"]
        end = link.end()
    return "".join([*parts, text[end:]])


def _likeness(character: str) -> str:
    """The plain character that this one is taken for in a link: fullwidth or circled letters, other dots; marks are
    letters."""
    if character.isascii():
        return character
    if unicodedata.category(character)[0] == "M":
        return "m"
    plain = unicodedata.normalize("NFKC", character)
    if plain == _IDEOGRAPHIC_STOP:
        return "."
    plain = plain.strip("()")  # ⒠ is (e)
    return plain if len(plain) == 1 else character


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _HIDDEN_CATEGORIES else character
