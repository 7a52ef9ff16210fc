"""How well a model routes sentences that it was not trained on."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pydantic import JsonValue

from router_training.sentences import Sentence
from wallet_portfolio.intents.model import Model
from wallet_portfolio.intents.request import Request
from wallet_portfolio.intents.router import route

SURE = 0.8
_BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence and what was made of it."""

    sentence: Sentence
    request: Request

    @property
    def has_right_intent(self) -> bool:
        """Whether the intent is one that a fair judge accepts."""
        return self.request.best.intent in self.sentence.intent

    @property
    def has_right_slots(self) -> bool:
        """Whether every slot is exactly as labelled, and none is made up."""
        return self.request.best.slots.stated() == stated(self.sentence)

    @property
    def leaks(self) -> bool:
        """Whether it is out of scope and was taken for something else."""
        return self.sentence.intent[0] == "out_of_scope" and self.request.best.intent != "out_of_scope"

    @property
    def is_wrong_and_sure(self) -> bool:
        """The worst kind of mistake."""
        return not self.has_right_intent and self.request.best.confidence >= SURE


def stated(sentence: Sentence) -> dict[str, JsonValue]:
    """The labelled slots, in the form in which a request gives them."""
    slots = sentence.model_dump(mode="json", exclude={"id", "lang", "text", "intent"})
    return {name: value for name, value in slots.items() if value not in (None, "", [])}


def outcomes(model: Model | None, sentences: Iterable[Sentence]) -> list[Outcome]:
    """Every sentence routed; None: by the shipped model."""
    return [Outcome(sentence, route(sentence.text, model=model)) for sentence in sentences]


@dataclass(slots=True)
class Tally:
    """Counts over some sentences."""

    count: int = 0
    right_intents: int = 0
    right_slots: int = 0
    out_of_scope: int = 0
    leaks: int = 0
    wrong_and_sure: int = 0
    asked: int = 0

    @classmethod
    def of(cls, some: Iterable[Outcome]) -> "Tally":
        """The counts over these."""
        tally = cls()
        for outcome in some:
            tally.count += 1
            tally.right_intents += outcome.has_right_intent
            tally.right_slots += outcome.has_right_slots
            tally.out_of_scope += outcome.sentence.intent[0] == "out_of_scope"
            tally.leaks += outcome.leaks
            tally.wrong_and_sure += outcome.is_wrong_and_sure
            tally.asked += outcome.request.close
        return tally

    def share(self, counted: int) -> float:
        """Of all sentences."""
        return counted / self.count if self.count else 1.0

    @property
    def leak_share(self) -> float:
        """Of those out of scope."""
        return self.leaks / self.out_of_scope if self.out_of_scope else 0.0


def by_language(some: Sequence[Outcome]) -> Mapping[str, list[Outcome]]:
    """The outcomes by language, with both kinds of Chinese characters together."""
    grouped: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in some:
        grouped[outcome.sentence.lang[:2]].append(outcome)
    return dict(sorted(grouped.items()))


def by_intent(some: Sequence[Outcome]) -> Mapping[str, list[Outcome]]:
    """The outcomes by the intent that is right."""
    grouped: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in some:
        grouped[outcome.sentence.intent[0]].append(outcome)
    return dict(sorted(grouped.items()))


def confusion(some: Iterable[Outcome]) -> Counter[tuple[str, str]]:
    """How often one intent was taken for another; an accepted second intent counts as the right one."""
    return Counter(
        (
            outcome.request.best.intent if outcome.has_right_intent else outcome.sentence.intent[0],
            outcome.request.best.intent,
        )
        for outcome in some
    )


@dataclass(slots=True)
class Bin:
    """Answers of about the same confidence."""

    low: float
    high: float
    confidences: list[float] = field(default_factory=list)
    right: int = 0


def calibration(some: Iterable[Outcome]) -> Iterator[Bin]:
    """How often answers of about the same confidence are right."""
    bins = [Bin(low, high) for low, high in pairwise(_BINS)]
    for outcome in some:
        confidence = outcome.request.best.confidence
        place = next(bin_ for bin_ in reversed(bins) if confidence >= bin_.low)
        place.confidences.append(confidence)
        place.right += outcome.has_right_intent
    return (bin_ for bin_ in bins if bin_.confidences)
