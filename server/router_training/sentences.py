"""Labelled sentences: one JSON object a line, as `sentences/LABELS.md` describes."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from wallet_portfolio.intents.request import Intent

SENTENCES = Path(__file__).parent / "sentences"

_HARD_KINDS = ("breadth", "oblique", "near", "slots", "outside")

Language = Literal["en", "zh", "zh-Hant", "es", "pt", "ja"]


class Sentence(BaseModel):
    """A request as someone would write it, and what it asks: two intents where either is right, the better first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    lang: Language
    text: str
    intent: tuple[Intent, ...]
    wallets: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    sell: str = ""
    buy: str = ""
    amount: str = ""
    amount_of: Literal["sell", "buy", ""] = ""
    asset_type: Literal["tokens", "defi"] | None = None
    include_risky: bool | None = None

    @property
    def is_hard(self) -> bool:
        """Whether it was written to be harder than what people usually write."""
        return any(kind in self.id for kind in _HARD_KINDS)


def read(paths: Iterable[Path]) -> Iterator[Sentence]:
    """The sentences of some files, in order."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            yield from (Sentence.model_validate_json(line) for line in lines if line.strip())


def training_sentences() -> list[Sentence]:
    """Everything the shipped weights are trained on."""
    return list(read(sorted(SENTENCES.glob("*.jsonl"))))


def in_folds(sentences: Sequence[Sentence], folds: int) -> Iterator[tuple[list[Sentence], list[Sentence]]]:
    """What is kept and what is left out, for each fold. The same text is always in the same fold."""
    numbers = [int(sha256(sentence.text.casefold().encode()).hexdigest(), 16) % folds for sentence in sentences]
    for fold in range(folds):
        kept = [sentence for sentence, number in zip(sentences, numbers, strict=True) if number != fold]
        yield kept, [sentence for sentence, number in zip(sentences, numbers, strict=True) if number == fold]
