"""Numbers that are short to write and endless to write out: refused in every field, before anything is done with them.

A failure here shows as a test that takes minutes, or all of the memory.
"""

import re
from decimal import Decimal
from typing import Annotated, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from support.service import access_to, simulate
from support.wire_models import wire_models
from swaps.market_world import TRADER, WORLD
from wallet_portfolio.okx.numbers import json_decimal, json_integer
from wallet_portfolio.tools.catalog import BY_NAME

MONSTROUS = [
    *("1e20000000", "1E+999999999", "1e-20000000", "0e999999999999", "-1e5000", "1e5000"),
    *("1e99999999999999999999", "9" * 4_200, "9" * 5_000, "1e102", "1" + "0" * 101, "0." + "0" * 100 + "1"),
]


def is_numeric(annotation, numbers=(int, Decimal)):
    return annotation in numbers or any(is_numeric(part, numbers) for part in get_args(annotation))


FIELDS = [
    pytest.param(Annotated[field.annotation, *field.metadata], id=f"{model.__name__}.{name}")
    for model in wire_models()
    for name, field in model.model_fields.items()
    if is_numeric(field.annotation)
]


def from_json(written):
    """As a number of the answer's JSON arrives."""
    return json_integer(written) if written.removeprefix("-").isdigit() else json_decimal(written)


def test_there_are_fields_to_try():
    assert len(FIELDS) > 25


@pytest.mark.parametrize("kind", FIELDS)
def test_it_is_refused_in_every_field_as_a_number_and_as_a_text(kind):
    field = TypeAdapter(kind)
    texts = [*MONSTROUS, *(f" {written} " for written in MONSTROUS)]
    numbers = [*map(from_json, MONSTROUS), Decimal("1e20000000"), Decimal("1e-20000000"), 10**4_200, -(10**101)]
    for value in (*texts, *numbers):
        try:
            read = field.validate_python(value)
        except ValidationError:
            continue
        assert read is None  # left out, where the rest of the row may stand


@pytest.mark.parametrize("kind", FIELDS)
def test_what_is_of_a_size_that_occurs_is_read(kind):
    field = TypeAdapter(kind)
    assert field.validate_python("7") == field.validate_python(from_json("7")) == 7
    large = from_json("1" + "0" * 60)
    if is_numeric(kind, (Decimal,)):
        assert field.validate_python(large) == field.validate_python("1" + "0" * 60) == 10**60
        assert field.validate_python(from_json("1e-36")) == field.validate_python("1e-36") == Decimal("1e-36")


class Rewritten:
    """The stand-in with something in the text of its answers to one path written differently."""

    def __init__(self, app, path, pattern, by):
        self._app, self._path, self._pattern, self._by = app, path, pattern, by

    async def __call__(self, scope, receive, send):
        said = []

        async def hear(message):
            said.append(message)

        await self._app(scope, receive, hear)
        start, body = said[0], b"".join(message.get("body", b"") for message in said)
        if scope["path"].endswith(self._path):
            body, count = re.subn(self._pattern, self._by, body)
            assert count
        headers = [pair for pair in start["headers"] if pair[0] != b"content-length"]
        await send({**start, "headers": [*headers, (b"content-length", b"%d" % len(body))]})
        await send({"type": "http.response.body", "body": body})


@pytest.mark.anyio
@pytest.mark.parametrize("number", [b"1e20000000", b"1e5000", b'"1e20000000"', b"9" * 5_000])
@pytest.mark.parametrize(
    ("path", "key", "tool", "arguments"),
    [
        ("/price-info", b"holders", "get_token_details", {"token": "USDC", "chain": "base"}),
        ("/token/search", b"decimal", "search_tokens", {"query": "USDC"}),
        ("/total-value-by-address", b"totalValue", "get_total_value", {"wallets": [TRADER]}),
        (
            "/quote",
            b"fromTokenAmount",
            "check_swap",
            {"sell": "USDC", "buy": "ETH", "amount": "10", "chain": "base", "wallet": TRADER},
        ),
    ],
)
async def test_a_tool_answers_as_to_any_other_nonsense(path, key, tool, arguments, number):
    struck = Rewritten(simulate(WORLD), path, rb'("%s": ?)("[^"]*"|[\d.]+)' % key, rb"\g<1>" + number)
    async with access_to(struck) as access:
        answer = await BY_NAME[tool].run(access, arguments)
    assert (answer.status, answer.error.code) == ("error", "bad_response")
