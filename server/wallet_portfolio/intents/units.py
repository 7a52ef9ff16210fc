"""A request cut into units: addresses, amounts, quoted names, words, and single characters where words are not spaced.

What a unit *may* be is found here, by lookup: "sol" may be the coin and may be the network. What it *is* in this
sentence is for `roles` to say.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from wallet_portfolio.assets.addresses import looks_like_address
from wallet_portfolio.intents.amounts import find_amounts
from wallet_portfolio.intents.coins import coin_names, known_symbols
from wallet_portfolio.intents.meanings import first_words, meaning_of, network_numbers, unspaced_names
from wallet_portfolio.intents.networks import network_names

Kind = Literal["address", "saved", "amount", "name", "word", "character", "sign"]

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_ACCENTS = str.maketrans(
    "áàâãäåéèêëíìîïóòôõöúùûüñçÁÀÂÃÄÅÉÈÊËÍÌÎÏÓÒÔÕÖÚÙÛÜÑÇ", "aaaaaaeeeeiiiiooooouuuuncAAAAAAEEEEIIIIOOOOOUUUUNC"
)

_UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"  # ideographs and kana, with their iteration and length marks
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9])"
    r"(?:0x[0-9a-zA-Z]{1,64}::[A-Za-z_]\w*::[A-Za-z_]\w*(?:<[\w:<>]+>)?"
    r"|[0-9a-zA-Z]{3,}(?:…|\.{2,3})[0-9A-Za-z]{3,}"
    r"|-?[01]:[0-9a-fA-F]{64}"
    r"|[0-9A-Za-z_+/-]{48}"
    r"|0x[0-9a-zA-Z]{20,}"
    r"|[0-9A-Za-z]{25,91}"
    r"|[0-9A-Za-z-]{2,40}\.(?:eth|sol))"
    r"(?![A-Za-z0-9])",
    re.ASCII,
)
_QUOTED = re.compile(
    r"(?<![A-Za-z0-9])'([^'\n]{1,32})'(?![A-Za-z0-9])"
    r"|\"([^\"\n]{1,32})\"|‘([^’\n]{1,32})’|“([^”\n]{1,32})”|「([^」\n]{1,32})」|『([^』\n]{1,32})』|《([^》\n]{1,32})》"
    r"|«([^»\n]{1,32})»|`([^`\n]{1,32})`|”([^”\n]{1,32})”|„([^“”\n]{1,32})[“”]|【([^】\n]{1,32})】"
)
_CALLED = re.compile(  # a name in ideographs has no spaces around it: 叫冷钱包的钱包, サブって名前のウォレット
    rf"(?:名叫|名为|名為|叫做|叫作|叫)(?:([{_UNSPACED}]{{1,8}})的|([{_UNSPACED}]{{1,8}}?))(?:那个|那個|这个|這個)?"
    r"(?:钱包|錢包|地址|账户|帳戶)"
    rf"|([{_UNSPACED}]{{1,8}})(?:という|っていう|って)(?:名前の)?(?:ウォレット|財布|アドレス)"
)
_UNIT = re.compile(
    rf"(?P<word>[$#]?[A-Za-zÀ-ɏ0-9]+(?:['’](?![sS](?![A-Za-z]))[A-Za-zÀ-ɏ]+|\.[eb](?![A-Za-z0-9]))?)"
    rf"|(?P<character>[{_UNSPACED}])"
    r"|(?P<sign>->|=>|→|⇒|➡|⟶|[=?>/|:,{+&@()¿¡!、]|\?)"
)
_KANA = re.compile(r"[\u30a0-\u30ff]+")
_AFTER_A_NAME = re.compile("チェーン|ネットワーク|コイン|トークン|ウォレット|メインネット")
_SHORT_IN_KANA = 3
_A_WALLET = (
    "wallets?|address|account|cartera|billetera|monedero|carteira|conta|钱包|錢包|地址|账户|帳戶|ウォレット|財布"
)
_WALLET_AFTER = re.compile(rf"['\"’”」』»]?(?:['’]s)?[ \t]?(?:{_A_WALLET})", re.IGNORECASE)
_WALLET_BEFORE = re.compile(
    rf"(?:{_A_WALLET})[ :=]*(?:called|named|llamad[oa]|chamad[oa]|叫|名叫)?[ :=]*$", re.IGNORECASE
)
_OPENING, _CLOSING = "'\"‘“「『«`”【", "'\"’”」』»`】“"
_LETTER = re.compile(r"[A-Za-z]")
_SPACES = re.compile(r"[ \t_-]?")
_LONGEST_TO_NAME = 200  # characters, of a struct tag of Move
_LONGEST_NAME = 4  # words, as in "bnb smart chain mainnet"
_LONGEST_UNSPACED = 12


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of the request at `[start:end]`, `text` as written and `key` in lower case without accents.

    `symbol` and `network` are the coin and the chainIndex it may name, each "" where there is none; `value` is an
    amount's and `measure` the kind of it. `sure` is False for a name that was only close. `quoted` units stand between
    quotation marks.
    """

    kind: Kind
    text: str
    key: str
    start: int
    end: int
    symbol: str = ""
    network: str = ""
    value: str = ""
    measure: str = ""
    sure: bool = True
    quoted: bool = False

    @property
    def may_be_named(self) -> bool:
        """Whether it may be a wallet, a network or a token."""
        if len(self.text) > _LONGEST_TO_NAME:
            return False
        return self.kind in ("address", "name", "word") or (self.kind == "amount" and self.network != "")


def read_units(text: str, *, comma_decimals: bool = False, saved: Sequence[str] = ()) -> list[Unit]:
    """The units of a request, in order. `saved`: names of wallets to look out for."""
    plain = text.translate(_FULL_WIDTH)
    whole = _whole_units(text, plain, saved, comma_decimals=comma_decimals)
    return _joined(list(_with_rest(text, plain, whole)), text, plain)


def addresses_in(text: str) -> list[str]:
    """The addresses in a request, as written."""
    return [unit.text for unit in _addresses(text, text.translate(_FULL_WIDTH))]


def _addresses(text: str, plain: str) -> Iterator[Unit]:
    for match in _ADDRESS.finditer(plain):
        if _is_address(match[0]):
            yield Unit("address", text[slice(*match.span())], match[0].lower(), *match.span())


def _whole_units(text: str, plain: str, saved: Sequence[str], *, comma_decimals: bool) -> list[Unit]:
    """What is never cut: saved names, addresses, names in quotation marks, amounts. In order, without overlaps."""
    found = list(_addresses(text, plain))
    for unit in _saved_names(text, plain, saved):
        if not _overlaps(unit, found):
            found.append(unit)
    for unit in _quoted_names(text, plain):
        if not _overlaps(unit, found):
            found.append(unit)
    for amount in find_amounts(plain, comma_decimals=comma_decimals):
        written = text[amount.start : amount.end]
        if written.isupper() and written in known_symbols() and not text.isupper():
            continue  # ONE, USD1: the coins
        unit = Unit(
            "amount",
            written,
            _key(plain[amount.start : amount.end]),
            amount.start,
            amount.end,
            network=written if written in network_numbers() else "",
            value=amount.value,
            measure=amount.kind,
        )
        if not _overlaps(unit, found):
            found.append(unit)
    return sorted(found, key=lambda unit: unit.start)


def _saved_names(text: str, plain: str, saved: Sequence[str]) -> Iterator[Unit]:
    """Names of wallets. Where a wallet is called sol, "my sol wallet" names it, and "my sol" does not."""
    names = sorted(filter(None, saved), key=len, reverse=True)
    if not names:
        return
    any_name = "|".join(map(re.escape, names))
    for match in re.finditer(rf"(?<![A-Za-z0-9])(?:{any_name})(?![A-Za-z0-9])", plain, re.IGNORECASE):
        start, end = match.span()
        is_quoted = start > 0 and plain[start - 1] in _OPENING and plain[end : end + 1] in tuple(_CLOSING)
        beside_wallet = _WALLET_AFTER.match(plain, end) or _WALLET_BEFORE.search(plain, max(0, start - 24), start)
        if is_quoted or beside_wallet or not _means_something(match[0].lower()):
            yield Unit("saved", text[start:end], match[0].lower(), start, end, quoted=is_quoted)


def _means_something(name: str) -> bool:
    meaning = meaning_of(name)
    return bool(meaning.symbol or meaning.network)


def _is_address(word: str) -> bool:
    return looks_like_address(word) or "::" in word


def _quoted_names(text: str, plain: str) -> Iterator[Unit]:
    """Names of several words, or in ideographs. A single word in quotation marks is found as a word."""
    for match in _QUOTED.finditer(plain):
        start, end = next(span for span in match.regs[1:] if span[0] >= 0)
        inner = plain[start:end]
        if not inner.strip() or re.fullmatch(r"[A-Za-z0-9$#._]+", inner) or len(inner.split()) > _LONGEST_NAME:
            continue
        if re.search(r"[:={}\[\]?]", inner) or (match.start() == 0 and match.end() == len(plain.rstrip())):
            continue
        stripped = inner.strip()
        start += inner.index(stripped)
        end = start + len(stripped)
        yield Unit("name", text[start:end], stripped.lower(), start, end, quoted=True)
    for match in _CALLED.finditer(plain):
        start, end = next(span for span in match.regs[1:] if span[0] >= 0)
        yield Unit("name", text[start:end], plain[start:end].lower(), start, end)


def _overlaps(unit: Unit, others: Sequence[Unit]) -> bool:
    return any(unit.start < other.end and other.start < unit.end for other in others)


def _with_rest(text: str, plain: str, whole: Sequence[Unit]) -> Iterator[Unit]:
    position = 0
    for unit in whole:
        yield from _rest(text, plain, position, unit.start)
        yield unit
        position = unit.end
    yield from _rest(text, plain, position, len(plain))


def _rest(text: str, plain: str, start: int, end: int) -> Iterator[Unit]:
    """Words, characters and signs between two whole units; coins and networks in ideographs found by their names."""
    position = start
    names = unspaced_names()
    while match := _UNIT.search(plain, position, end):
        kind, position = match.lastgroup, match.end()
        if kind == "character":
            length = next((len(name) for name in names.get(match[0], ()) if _stands_at(name, plain, match.start())), 1)
            position = match.start() + length
            if length > 1 or meaning_of(match[0])[0]:
                yield _word(text, plain, match.start(), position)
            else:
                yield Unit("character", text[match.start() : position], match[0], match.start(), position)
        elif kind == "word":
            yield _word(text, plain, *match.span())
        else:
            yield Unit("sign", match[0], match[0], *match.span())


def _stands_at(name: str, plain: str, start: int) -> bool:
    """Whether the name is there; a short one in kana not as part of another word: スイ is not in スイッチ."""
    if not plain.startswith(name, start):
        return False
    after = start + len(name)
    if len(name) > _SHORT_IN_KANA or not _KANA.fullmatch(name):
        return True
    begins_inside = start > 0 and _KANA.fullmatch(plain[start - 1])
    return not begins_inside and (not _KANA.match(plain, after) or _AFTER_A_NAME.match(plain, after) is not None)


def _word(text: str, plain: str, start: int, end: int) -> Unit:
    symbol, network, sure = meaning_of(plain[start:end].lower().lstrip("$#"))
    before, after = plain[max(0, start - 1) : start], plain[end : end + 1]
    quoted = before != "" and after != "" and before in _OPENING and after in _CLOSING
    written = text[start:end]
    return Unit(
        "word",
        written,
        _key(plain[start:end]),
        start,
        end,
        symbol,
        network,
        sure=sure,
        quoted=quoted,
    )


def _key(written: str) -> str:
    return written.translate(_ACCENTS).lower()


def _joined(units: Sequence[Unit], text: str, plain: str) -> list[Unit]:
    """Names of several words, and symbols that were spelled out, become one unit."""
    joined: list[Unit] = []
    position = 0
    while position < len(units):
        unit, length = _longest_name(units, position, text, plain)
        joined.append(unit)
        position += length
    return joined


def _longest_name(units: Sequence[Unit], position: int, text: str, plain: str) -> tuple[Unit, int]:
    first = units[position]
    if first.kind != "word":
        return first, 1
    spelled = _spelled_out(units, position, plain)
    if len(spelled) > 2:
        symbol = "".join(unit.key for unit in spelled)
        return _merged(spelled, text, symbol), len(spelled)
    if first.key not in first_words():
        return first, 1
    for length in range(min(_LONGEST_NAME, len(units) - position), 1, -1):
        some = units[position : position + length]
        if all(unit.kind in ("word", "amount") for unit in some) and _adjacent(some, plain):
            name = " ".join(unit.key for unit in some)
            if name in coin_names() or name in network_names():
                return _merged(some, text, name), length
    return first, 1


def _merged(some: Sequence[Unit], text: str, name: str) -> Unit:
    start, end = some[0].start, some[-1].end
    symbol, network, sure = meaning_of(name)
    return Unit("word", text[start:end], name, start, end, symbol or name.upper(), network, sure=sure)


def _spelled_out(units: Sequence[Unit], position: int, plain: str) -> Sequence[Unit]:
    """Single letters in a row: A V A X."""
    end = position
    while end < len(units) and len(units[end].key) == 1 and _LETTER.fullmatch(units[end].key):
        if end > position and not _adjacent(units[end - 1 : end + 1], plain):
            break
        end += 1
    return units[position:end]


def _adjacent(some: Sequence[Unit], plain: str) -> bool:
    return all(_SPACES.fullmatch(plain, before.end, after.start) for before, after in pairwise(some))
