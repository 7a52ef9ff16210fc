"""The page on telemetry lists what there is."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from telemetry.test_contents import QUESTIONS
from wallet_portfolio.okx.observing import Where
from wallet_portfolio.telemetry.names import METRICS, SPAN_ATTRIBUTES

PAGE = (Path(__file__).parents[2] / "docs" / "telemetry.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in PAGE.splitlines() if line.startswith("| ")]
KINDS = {"updown": "up-down counter"}


def quoted(text):
    return tuple(re.findall(r"`([^`]+)`", text))


def test_each_metric_is_a_row_and_each_row_a_metric():
    told = {row[0]: row[1:] for row in ROWS if len(row) == 4 and row[0] != "Metric"}
    assert told.keys() == {f"`{metric.name}`" for metric in METRICS}
    for metric in METRICS:
        kind, meaning, attributes = told[f"`{metric.name}`"]
        assert kind == f"{KINDS.get(metric.kind, metric.kind)}, `{metric.unit}`"
        assert (meaning, quoted(attributes)) == (metric.meaning, metric.attributes)


def test_the_attributes_of_spans_are_listed():
    told = [quoted(row[2]) for row in ROWS if len(row) == 3 and row[0] != "Span"]
    assert told == [SPAN_ATTRIBUTES["call"], SPAN_ATTRIBUTES["request"]]


@pytest.mark.parametrize("word", sorted(QUESTIONS | {*get_args(Where)}))
def test_words_are_listed(word):
    assert f"`{word}`" in PAGE


def test_the_line_of_a_log_is_one():
    (line,) = re.findall(r"```json\n(.+)\n```", PAGE)
    assert json.loads(line)["message"] == "tool call"
