"""What the models look at: short strings that say what stands in a request, and around each of its units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from wallet_portfolio.intents.coins import everyday_symbols
from wallet_portfolio.intents.concepts import concepts_of
from wallet_portfolio.intents.units import Unit, read_units

_EDGE = "^"
_PIECES = (3, 4, 5)
_SHORTEST_IN_PIECES = 3
_FIRST_IDEOGRAPH = "\u3000"
_WINDOW, _FAR = 6, 24
_MOST_CONCEPTS = 12
_SIDES = ("sell", "buy")
_FOREIGN = frozenset(  # concepts of what this product does not do
    {"keys", "approval", "transaction", "alert", "code", "leverage", "fiat", "other_world", "bridge", "create", "stake"}
    | {"gas_price", "order", "send", "tax", "nft", "exchange_account", "stocks", "advice", "explain"}
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A request in units, how each of them looks, and the concepts that begin at each.

    Words look as they are, while one address, coin or number looks like another.
    """

    text: str
    units: Sequence[Unit]
    looks: Sequence[str]
    concepts: Sequence[Sequence[str]]
    speaks_of_wallets: bool

    @classmethod
    def of(cls, text: str, *, comma_decimals: bool = False, saved: Sequence[str] = ()) -> "Parsed":
        """The request in units. `comma_decimals`: "1.500" is 1500. `saved`: names of wallets to look out for."""
        units = read_units(text, comma_decimals=comma_decimals, saved=saved)
        words = [unit for unit in units if unit.kind == "word"]
        shouting = sum(unit.text.isupper() for unit in words) * 2 > len(words)
        looks = [_look(unit, shouting=shouting) for unit in units]
        concepts = concepts_of(units)
        return cls(text, units, looks, concepts, any("wallet_word" in here for here in concepts))

    def look(self, at: int) -> str:
        """How the unit at a place looks, of which there may be none."""
        return self.looks[at] if 0 <= at < len(self.looks) else _EDGE

    def concept(self, at: int) -> str:
        """The first concept at a place, "" for none."""
        return self.concepts[at][0] if 0 <= at < len(self.concepts) and self.concepts[at] else ""


def _look(unit: Unit, *, shouting: bool) -> str:
    if unit.kind == "amount":
        return f"<{unit.measure}>" if any(map(str.isdigit, unit.key)) else unit.key
    if unit.kind == "word":
        return _look_of_word(unit, shouting=shouting)
    if unit.kind in ("saved", "name"):
        return "<name>"
    if unit.kind == "address":
        return "<address>"
    return unit.key


def _look_of_word(unit: Unit, *, shouting: bool) -> str:
    marked = unit.text[0] in "$#" or (unit.text.isupper() and len(unit.text) > 1 and not shouting)
    if unit.symbol in everyday_symbols() and not marked:
        return unit.key
    doubt = "" if unit.sure else "~"
    if unit.symbol:
        return f"<both{doubt}>" if unit.network else f"<coin{doubt}>"
    if unit.network:
        return f"<net{doubt}>"
    return "<ticker>" if marked else unit.key


def request_features(parsed: Parsed) -> list[str]:
    """What the whole request looks like: units alone and in runs, pieces of words, concepts, and what there is."""
    stream = [_EDGE, *parsed.looks, _EDGE]
    features = [*parsed.looks]
    features += [f"{first} {second}" for first, second in pairwise(stream)]
    features += _unspaced_runs(stream)
    for unit, look in zip(parsed.units, parsed.looks, strict=True):
        if unit.kind == "word" and look == unit.key and len(look) >= _SHORTEST_IN_PIECES:
            features += _pieces(look)
        elif look == "<ticker>":
            features.append(unit.key)
    features += _concepts(parsed)
    features += _gist(parsed)
    features += _counts(parsed)
    return features


def language_features(parsed: Parsed) -> list[str]:
    """The words and their pieces, and nothing that languages share."""
    words = [unit.key for unit, look in zip(parsed.units, parsed.looks, strict=True) if look == unit.key]
    return ["%words", *words, *(piece for word in words if word.isalpha() for piece in _pieces(word))]


def _unspaced_runs(stream: Sequence[str]) -> Iterator[str]:
    """Where words are not spaced, two characters are often less than a word."""
    for run in zip(stream, stream[1:], stream[2:], strict=False):
        if sum(len(look) == 1 and look > _FIRST_IDEOGRAPH for look in run) > 1:
            yield " ".join(run)


def _pieces(word: str) -> Iterator[str]:
    edged = f"#{word}#"
    for length in _PIECES:
        for at in range(len(edged) - length + 1):
            yield f"*{edged[at : at + length]}"


def _concepts(parsed: Parsed) -> Iterator[str]:
    """Concepts alone, one after the other, and together."""
    said = [concept for here in parsed.concepts for concept in here]
    yield from (f"@{concept}" for concept in said)
    yield from (f"@{first}>{second}" for first, second in pairwise(said))
    yield from (f"@{one}&{other}" for one, other in combinations(sorted(set(said))[:_MOST_CONCEPTS], 2))


def _gist(parsed: Parsed) -> Iterator[str]:
    """What is left when words that stand for nothing are passed over: `how_much <coin> own`."""
    kept = [
        look if look[0] == "<" else here[0]
        for look, here in zip(parsed.looks, parsed.concepts, strict=True)
        if look[0] == "<" or here
    ]
    stream = [_EDGE, *kept, _EDGE]
    yield from (f"@{concept}" for concept in kept)
    yield from (f"@{first} {second}" for first, second in pairwise(stream))
    foreign = {concept for here in parsed.concepts for concept in here} & _FOREIGN
    yield f"@foreign={min(len(foreign), 2)}"
    if foreign:
        yield from (f"@foreign&{look}" for look in kept if look not in foreign)
    yield from (f"@{' '.join(run)}" for run in zip(stream, stream[1:], stream[2:], strict=False))


def _counts(parsed: Parsed) -> Iterator[str]:
    looks = parsed.looks
    coins = sum(look[0] == "<" and look[1] in "cbt" for look in looks)
    nets = sum(look[:4] == "<net" for look in looks)
    addresses = sum(unit.kind == "address" for unit in parsed.units)
    amounts = sum(look in ("<number>", "<dollars>", "<percent>") for look in looks)
    length = len(looks).bit_length()
    yield f"%coins={min(coins, 3)}"
    yield f"%nets={min(nets, 2)}"
    yield f"%addresses={min(addresses, 2)}"
    yield f"%amounts={min(amounts, 2)}"
    yield f"%length={length}"
    yield f"%has={coins > 0:d}{nets > 0:d}{addresses > 0:d}{amounts > 0:d}"
    yield f"%has={min(coins, 2)}{amounts > 0:d}/{length}"


def unit_features(parsed: Parsed, at: int, intent: str, before: Sequence[tuple[int, str]]) -> list[str]:
    """What one unit looks like where it stands. `before` are the roles given so far, with the units they went to."""
    unit, looks = parsed.units[at], parsed.looks
    kind = _class(unit, looks[at])
    word = unit.key if unit.kind == "word" else ""
    one, two, three = (parsed.look(at - offset) for offset in (1, 2, 3))
    next_one, next_two, next_three = (parsed.look(at + offset) for offset in (1, 2, 3))
    last = before[-1][1] if before else "-"
    gap = " ".join(looks[before[-1][0] + 1 : at][-3:]) if before else ""
    features = [
        f"i={intent}",
        f"k={kind}",
        f"ik={intent} {kind}",
        f"w={word}",
        f"iw={intent} {word}",
        f"-1={one}",
        f"-2={two}",
        f"-21={two} {one}",
        f"-321={three} {two} {one}",
        f"+1={next_one}",
        f"+2={next_two}",
        f"+12={next_one} {next_two}",
        f"+123={next_one} {next_two} {next_three}",
        f"-1+1={one} {next_one}",
        f"k-1={kind} {one}",
        f"k-21={kind} {two} {one}",
        f"k+1={kind} {next_one}",
        f"k+12={kind} {next_one} {next_two}",
        f"ik-1={intent} {kind} {one}",
        f"ik+1={intent} {kind} {next_one}",
        f"k-1+1={kind} {one} {next_one}",
        f"last={last} {kind}",
        f"ilast={intent} {last}",
        f"gap={last} {gap}",
        f"q={unit.quoted:d} {kind} {one}",
        f"q={unit.quoted:d} {intent} {parsed.speaks_of_wallets:d}",
        f"list={last} {kind} {one} {next_one}",
        f"l-1={last} {one}",
        f"first={at == 0:d} last={at == len(looks) - 1:d} {kind}",
        f"@-1={kind} {parsed.concept(at - 1)}",
        f"@-2={kind} {parsed.concept(at - 2)}",
        f"@+1={kind} {parsed.concept(at + 1)}",
        f"@+2={kind} {parsed.concept(at + 2)}",
        f"@={intent} {parsed.concept(at)}",
    ]
    left, right = range(max(0, at - _WINDOW), at), range(at + 1, min(len(looks), at + 1 + _WINDOW))
    features += [f"L={kind} {looks[place]}" for place in left]
    features += [f"R={kind} {looks[place]}" for place in right]
    features += [f"L@={kind} {concept}" for place in left for concept in parsed.concepts[place]]
    features += [f"R@={kind} {concept}" for place in right for concept in parsed.concepts[place]]
    if intent == "pre_swap_check":
        rest = sum(1 for other in looks[at + 1 : at + 1 + _FAR] if other[0] == "<" and other[1] in "cbta")
        features.append(f"left={last} {min(rest, 2)}")
        features += [f"sL={looks[place]}" for place in left]
        features += [f"sR={looks[place]}" for place in right]
    return features


def _class(unit: Unit, look: str) -> str:
    if unit.kind == "word" and unit.symbol in everyday_symbols() and look == unit.key:
        return "everyday+net" if unit.network else "everyday"
    if unit.kind == "address":
        return "<address>" + ("0x" if unit.key.startswith("0x") else "bc" if unit.key.startswith("bc1") else "58")
    return look if look[0] == "<" else unit.kind


def amount_features(parsed: Parsed, at: int, intent: str, roles: Sequence[str]) -> list[str]:
    """What an amount looks like where it stands, given what the units around it are."""
    unit, measure = parsed.units[at], parsed.units[at].measure
    spelled = unit.key if not any(map(str.isdigit, unit.key)) else ""
    one, two = parsed.look(at - 1), parsed.look(at - 2)
    next_one, next_two = parsed.look(at + 1), parsed.look(at + 2)
    near = ["^", "^", *roles, "^", "^"][at : at + 5]
    before = next((f"{roles[p]}{min(at - p, 5)}" for p in range(at - 1, -1, -1) if roles[p] in _SIDES), "-")
    after = next((f"{roles[p]}{min(p - at, 5)}" for p in range(at + 1, len(roles)) if roles[p] in _SIDES), "-")
    there = "".join(sorted({role[0] for role in roles if role in _SIDES}))
    features = [
        f"i={intent}",
        f"im={intent} {measure}",
        f"w={spelled}",
        f"-1={one}",
        f"+1={next_one}",
        f"-21={two} {one}",
        f"-321={parsed.look(at - 3)} {two} {one}",
        f"+12={next_one} {next_two}",
        f"-1+1={one} {next_one}",
        f"m+1={measure} {next_one}",
        f"m-1={measure} {one}",
        f"r={near[0]} {near[1]} {near[3]} {near[4]}",
        f"r1={near[1]} {near[3]}",
        f"near={before} {after}",
        f"before={before}",
        f"after={after}",
        f"there={there}",
        f"there={there} {measure}",
        f"b={before} {one}",
        f"a={after} {next_one}",
        f"a={after} {next_one} {next_two}",
        f"@-1={parsed.concept(at - 1)}",
        f"@+1={parsed.concept(at + 1)}",
    ]
    features += [f"L={look}" for look in parsed.looks[max(0, at - _WINDOW) : at]]
    features += [f"R={look}" for look in parsed.looks[at + 1 : at + 1 + _WINDOW]]
    return features
