"""From labelled sentences to what each head of the model is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from router_training.alignment import align
from router_training.sentences import Sentence
from wallet_portfolio.intents.features import (
    Parsed,
    amount_features,
    language_features,
    request_features,
    unit_features,
)
from wallet_portfolio.intents.request import Intent
from wallet_portfolio.intents.roles import NOTHING

HEADS = ("language", "intent", "asset_type", "risk", "role", "amount")


@dataclass(slots=True)
class Examples:
    """What one head is shown: features, and the right label of each."""

    features: list[list[str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def add(self, features: list[str], label: str) -> None:
        """One more."""
        self.features.append(features)
        self.labels.append(label)


def examples_of(sentences: Iterable[Sentence]) -> dict[str, Examples]:
    """The examples of every head."""
    examples = {head: Examples() for head in HEADS}
    for sentence in sentences:
        parsed = Parsed.of(sentence.text, comma_decimals=sentence.lang in ("es", "pt"))
        whole = request_features(parsed)
        examples["language"].add(language_features(parsed), sentence.lang[:2])
        examples["intent"].add(whole, sentence.intent[0])
        if sentence.intent[0] != "out_of_scope":
            risk = NOTHING if sentence.include_risky is None else str(sentence.include_risky).lower()
            examples["asset_type"].add(whole, sentence.asset_type or NOTHING)
            examples["risk"].add(whole, risk)
        _add_units(examples, sentence, sentence.intent[0], parsed)
    return examples


def _add_units(examples: dict[str, Examples], sentence: Sentence, intent: Intent, parsed: Parsed) -> None:
    aligned = align(sentence, parsed.units)
    given: list[tuple[int, str]] = []
    for at, unit in enumerate(parsed.units):
        if unit.may_be_named:
            role = NOTHING if aligned[at].startswith("amount:") else aligned[at]
            examples["role"].add(unit_features(parsed, at, intent, given), role)
            if role != NOTHING:
                given.append((at, role))
    roles = [NOTHING if role.startswith("amount:") else role for role in aligned]
    for at, unit in enumerate(parsed.units):
        if unit.kind == "amount" and intent == "pre_swap_check" and roles[at] == NOTHING:
            examples["amount"].add(amount_features(parsed, at, intent, roles), aligned[at].removeprefix("amount:"))


class Digest:
    """Changes with any sentence, label or feature, so that weights can be told to be out of date.

    Examples may be added some at a time: those of every sentence together take half a gigabyte.
    """

    def __init__(self) -> None:
        self._states = {head: sha256() for head in HEADS}

    def add(self, examples: Mapping[str, Examples]) -> None:
        """The next ones."""
        for head, state in self._states.items():
            for features, label in zip(examples[head].features, examples[head].labels, strict=True):
                state.update("\x1f".join([label, *features, "\x1e"]).encode())

    def text(self) -> str:
        """Of all that was added, 64 hexadecimal digits."""
        return sha256(b"".join(state.digest() for state in self._states.values())).hexdigest()


def digest(examples: Mapping[str, Examples]) -> str:
    """Of examples that are there at once."""
    made = Digest()
    made.add(examples)
    return made.text()


def digest_of(sentences: Iterable[Sentence]) -> str:
    """The same of their examples, made one sentence after the other."""
    made = Digest()
    for sentence in sentences:
        made.add(examples_of([sentence]))
    return made.text()
