"""Reading the tables of amounts: lines of "sentence | value, value", and what is found in a sentence."""

import pytest

from wallet_portfolio.intents.amounts import find_amounts


def found(text, *, comma_decimals=False):
    return [(mention.value, mention.kind) for mention in find_amounts(text, comma_decimals=comma_decimals)]


def cases(table):
    """Lines of "sentence | value, value": no value means no amount."""
    rows = (line.strip().partition("|") for line in table.strip().splitlines())
    return [(text.strip(), values.split()) for text, _, values in rows]


def rows(kind, table):
    return [pytest.param(text, values, kind, id=text) for text, values in cases(table)]
