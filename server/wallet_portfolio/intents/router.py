"""Plain words to a request: what is asked, with what, and how sure that is. No network, a millisecond a sentence."""

import re
from collections.abc import Sequence
from typing import cast

from wallet_portfolio.assets.phrases import Language
from wallet_portfolio.intents.features import Parsed, language_features, request_features
from wallet_portfolio.intents.model import Model
from wallet_portfolio.intents.networks import unlisted_networks
from wallet_portfolio.intents.request import AssetType, Intent, Reading, Request
from wallet_portfolio.intents.roles import NOTHING, find_roles
from wallet_portfolio.intents.secrets import holds_secret
from wallet_portfolio.intents.slots import Qualities, fill_slots

LONGEST_REQUEST = 4_000  # characters; nearly a hundred addresses fit in

# Chosen on sentences that the weights had not seen, as `make route-report` shows them.
_CAREFUL = 0.4  # out of scope where that is at least so likely, in parts of the likeliest: the smaller mistake
_DOUBTFUL = 0.5  # below it, asking is better than answering
_NEARLY_AS_LIKELY = 0.15
_WORTH_NAMING = 0.1
_MOST_ALTERNATIVES = 2

_COMMA_DECIMALS: frozenset[Language] = frozenset({"es", "pt"})
_HALVES = re.compile("[\ud800-\udfff]")  # of characters; no text can be written with them
_LATIN: tuple[Language, ...] = ("en", "es", "pt")
_KANA, _IDEOGRAPH = re.compile("[\u3041-\u30fa]"), re.compile("[\u3400-\u9fff]")
_READ_OTHERWISE = re.compile(r"\d[.,]\d{3}(?!\d)|\d ?mil\b", re.IGNORECASE)


def route(text: str, wallet_names: Sequence[str] = (), model: Model | None = None) -> Request:
    """The request the words make, with the names of saved wallets to look out for. Never raises."""
    model = model or Model.shipped()
    text = _HALVES.sub("\ufffd", text)
    if len(text) > LONGEST_REQUEST or holds_secret(text):
        return Request(Reading("out_of_scope", 1.0))
    parsed = Parsed.of(text, saved=wallet_names)
    if not parsed.units:
        return Request(Reading("out_of_scope", 1.0))
    whole = request_features(parsed)
    language = _language(model, parsed)
    if language in _COMMA_DECIMALS and _READ_OTHERWISE.search(text):
        parsed = Parsed.of(text, comma_decimals=True, saved=wallet_names)
    qualities = _qualities(model, whole)
    saved = {name.casefold(): name for name in wallet_names}

    def reading(intent: Intent, confidence: float) -> Reading:
        roles = find_roles(parsed, intent, model)
        slots = fill_slots(intent, parsed, roles, qualities, saved)
        return Reading(intent, confidence, slots, _unlisted(parsed))

    first, *others = _likely_intents(model, whole)
    best = reading(*first)
    alternatives = tuple(reading(*other) for other in others[:_MOST_ALTERNATIVES] if other[1] >= _WORTH_NAMING)
    return Request(
        best, alternatives, best.missing(has_wallet=bool(wallet_names)), language, close=_is_close(best, alternatives)
    )


def _language(model: Model, parsed: Parsed) -> Language:
    """The likeliest of the languages that are written so."""
    if _KANA.search(parsed.text):
        return "ja"
    written: Sequence[Language] = ("zh", "ja") if _IDEOGRAPH.search(parsed.text) else _LATIN
    head = model.heads["language"]
    likely = dict(zip(head.labels, head.probabilities(language_features(parsed)), strict=True))
    return max(written, key=lambda language: likely.get(language, 0.0))


def _likely_intents(model: Model, whole: Sequence[str]) -> list[tuple[Intent, float]]:
    """The intents, the one to go by first, then by how likely they are."""
    head = model.heads["intent"]
    likely = {
        cast("Intent", label): chance for label, chance in zip(head.labels, head.probabilities(whole), strict=True)
    }
    first = max(likely, key=likely.__getitem__)
    if likely["out_of_scope"] >= _CAREFUL * likely[first]:
        first = "out_of_scope"
    others = sorted((pair for pair in likely.items() if pair[0] != first), key=lambda pair: -pair[1])
    return [(first, likely[first]), *others]


def _unlisted(parsed: Parsed) -> tuple[str, ...]:
    found = (unit.text for unit in parsed.units if not unit.network and unit.key in unlisted_networks())
    return tuple(dict.fromkeys(found))


def _qualities(model: Model, whole: Sequence[str]) -> Qualities:
    asset_type, risk = model.heads["asset_type"].best(whole)[0], model.heads["risk"].best(whole)[0]
    return Qualities(
        asset_type=None if asset_type == NOTHING else cast("AssetType", asset_type),
        include_risky=None if risk == NOTHING else risk == "true",
    )


def _is_close(best: Reading, alternatives: Sequence[Reading]) -> bool:
    """Whether to ask rather than to answer; for what is out of scope, only where something else is as likely."""
    second = alternatives[0].confidence if alternatives else 0.0
    if best.intent == "out_of_scope":
        return best.confidence < second + _NEARLY_AS_LIKELY
    return best.confidence < _DOUBTFUL or best.confidence < second + _NEARLY_AS_LIKELY
