"""Fits the heads with scikit-learn and keeps their weights as bytes."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

from router_training.examples import Examples, digest, examples_of
from router_training.sentences import Sentence, in_folds
from wallet_portfolio.intents.features import Parsed, request_features
from wallet_portfolio.intents.model import Head, Model

_CALIBRATION_FOLDS = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """How a head is fitted: its buckets (a power of two), and the inverse of how hard weights are held down."""

    buckets: int
    freedom: float


PLANS: Mapping[str, Plan] = {
    "language": Plan(2**13, 50.0),
    "intent": Plan(2**16, 75.0),
    "asset_type": Plan(2**14, 75.0),
    "risk": Plan(2**14, 75.0),
    "role": Plan(2**16, 75.0),
    "amount": Plan(2**13, 75.0),
}


def fit(examples: Mapping[str, Examples], plans: Mapping[str, Plan] = PLANS) -> Model:
    """A model of these examples."""
    heads = {name: _fit_head(some, plans[name]) for name, some in examples.items()}
    return Model(heads, digest(examples))


def calibrated(sentences: Sequence[Sentence]) -> Model:
    """A model of these sentences whose confidence is what it would be worth on others.

    A model is too sure of what it was trained on and so of everything; how much too sure is seen on sentences left
    out. All scores are divided by one number, so that no answer changes (Guo et al., 2017: temperature scaling).
    """
    scores, right = [], []
    for kept, left_out in in_folds(sentences, _CALIBRATION_FOLDS):
        head = _fit_head(examples_of(kept)["intent"], PLANS["intent"])
        for sentence in left_out:
            likely = head.probabilities(request_features(Parsed.of(sentence.text)))
            scores.append(np.log(likely))
            right.append(head.labels.index(sentence.intent[0]))
    model = fit(examples_of(sentences))
    heads = {**model.heads, "intent": model.heads["intent"].cooled(_temperature(np.array(scores), np.array(right)))}
    return Model(heads, model.trained_on)


def _temperature(scores: NDArray[np.float64], right: NDArray[np.int64]) -> float:
    """The number by which to divide scores, so that what is right is as likely as can be."""

    def surprise(temperature: float) -> float:
        cooled = scores / temperature
        return float(np.mean(logsumexp(cooled, axis=1) - cooled[np.arange(len(right)), right]))

    return float(minimize_scalar(surprise, bounds=(0.2, 5.0), method="bounded").x)


def _fit_head(examples: Examples, plan: Plan) -> Head:
    labels = sorted(set(examples.labels)) or ["-"]
    if len(labels) == 1:
        return Head(tuple(labels), plan.buckets, 1.0, (0.0,), array("b", bytes(plan.buckets)))
    regression = LogisticRegression(C=plan.freedom, max_iter=600, tol=1e-4)
    regression.fit(
        _matrix(examples.features, plan.buckets), np.array([labels.index(label) for label in examples.labels])
    )
    weights, biases = regression.coef_, regression.intercept_
    if len(labels) == 2:  # scikit-learn keeps one row for two labels
        weights, biases = np.vstack([-weights / 2, weights / 2]), np.concatenate([-biases / 2, biases / 2])
    scale = max(float(np.abs(weights).max()), 1e-9) / 127
    rounded = np.rint(weights.T / scale).astype(np.int8)
    return Head(tuple(labels), plan.buckets, scale, tuple(map(float, biases)), array("b", rounded.tobytes()))


def _matrix(features: Sequence[Sequence[str]], buckets: int) -> csr_matrix:
    columns = [{crc32(feature.encode()) & (buckets - 1) for feature in some} for some in features]
    starts = np.cumsum([0, *map(len, columns)])
    flat = np.fromiter((column for some in columns for column in some), dtype=np.int32)
    weights = np.repeat([1 / sqrt(len(some)) for some in columns], np.diff(starts))
    return csr_matrix((weights, flat, starts), shape=(len(features), buckets))
