"""The trained weights, and how they score what a request looks like. Trained by `router_training`, read-only here.

Each head is a multinomial logistic regression over hashed features with one signed byte a weight, so that a score is
a sum of a few hundred small integers.
"""

import json
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from zlib import crc32

FILE = "router.weights"


@dataclass(frozen=True, slots=True)
class Head:
    """One question to answer: `weights` holds a row of one byte a label for each bucket of features.

    `biases` say how likely each label is before anything was read.
    """

    labels: tuple[str, ...]
    buckets: int
    scale: float
    biases: tuple[float, ...]
    weights: "array[int]"

    def probabilities(self, features: Iterable[str]) -> list[float]:
        """How likely each label is, in the order of `labels`."""
        width, mask, weights = len(self.labels), self.buckets - 1, self.weights
        rows = {crc32(feature.encode()) & mask for feature in features}
        sums = map(sum, zip(*[weights[row * width : row * width + width] for row in rows], strict=True))
        scale = self.scale / math.sqrt(len(rows))  # a long request has more to say, but not more to weigh
        return softmax([total * scale + bias for total, bias in zip(sums, self.biases, strict=True)])

    def best(self, features: Iterable[str]) -> tuple[str, float]:
        """The likeliest label and how likely it is."""
        likely = self.probabilities(features)
        most = max(range(len(likely)), key=likely.__getitem__)
        return self.labels[most], likely[most]

    def cooled(self, temperature: float) -> "Head":
        """The same head, less sure of what it says where the temperature is over 1."""
        biases = tuple(bias / temperature for bias in self.biases)
        return replace(self, scale=self.scale / temperature, biases=biases)


@dataclass(frozen=True, slots=True)
class Model:
    """Every head, and the digest of the sentences and the code they were trained on."""

    heads: Mapping[str, Head]
    trained_on: str

    @classmethod
    @cache
    def shipped(cls) -> "Model":
        """The weights that come with the package."""
        return cls.from_bytes((files(__package__) / "data" / FILE).read_bytes())

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Model":
        """One line of JSON that describes the heads, then their weights one after the other."""
        head_line, _, body = raw.partition(b"\n")
        about = json.loads(head_line)
        heads, start = {}, 0
        for name, entry in about["heads"].items():
            end = start + entry["buckets"] * len(entry["labels"])
            weights = array("b", body[start:end])
            heads[name] = Head(
                tuple(entry["labels"]), entry["buckets"], entry["scale"], tuple(entry["biases"]), weights
            )
            start = end
        return cls(heads, about["trained_on"])

    def to_bytes(self) -> bytes:
        """The inverse of `from_bytes`."""
        about = {
            "trained_on": self.trained_on,
            "heads": {
                name: {"labels": head.labels, "buckets": head.buckets, "scale": head.scale, "biases": head.biases}
                for name, head in self.heads.items()
            },
        }
        return json.dumps(about).encode() + b"\n" + b"".join(head.weights.tobytes() for head in self.heads.values())


def softmax(scores: Sequence[float]) -> list[float]:
    """Scores as probabilities."""
    most = max(scores)
    weights = [math.exp(score - most) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]
