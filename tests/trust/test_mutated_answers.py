"""Answers with mistakes in them, by a generator with a seed: no crash, no leak, and no total that was not told.

`MUTATED_ANSWERS=10000` in the environment runs so many.
"""

import json
import os
import random
import re

import jsonschema
import pytest

from okx.keys import DEMO
from support.asking import PUBLISHED, ask
from trust.faults import framed
from trust.listening import listening
from trust.mutations import mutated
from trust.oracle import complaints
from trust.scenarios import SCENARIOS, WORLD, tool_of
from trust.settling_time import run_settling
from trust.struck_service import Raw, Service, Strike, access_over_sockets, serving
from wallet_portfolio.tools import tool
from wallet_portfolio.tools.calling import to_result
from wallet_portfolio.tools.catalog import BY_NAME

COUNT = int(os.environ.get("MUTATED_ANSWERS", "240"))
NAMES = ("show_portfolio", "list_holdings", "get_token_balances", "check_swap")
SECRETS = tuple(secret.get_secret_value() for secret in (DEMO.api_key, DEMO.secret_key, DEMO.passphrase))
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_with_mistakes_is_answered_rightly_or_refused(name):
    wrong, came_of = [], {}

    async def many():
        async with serving(Service(WORLD)) as service:
            calls = await _calls(service, name)
            for number in range(COUNT // len(NAMES)):
                seed = f"{name} {number}"
                bad, outcome = await _one(service, name, calls, random.Random(seed))
                came_of[outcome] = came_of.get(outcome, 0) + 1
                wrong.extend(f"{seed}: {what}" for what in bad)

    with listening() as heard:
        run_settling(many)
    print(name, came_of)
    assert not heard
    assert not wrong, "\n".join(wrong)


async def _calls(service, name):
    service.renew()
    async with access_over_sockets(service) as access:
        await ask(access, tool_of(name), **SCENARIOS[name])
    return list(service.counts)


async def _one(service, name, calls, chance):
    done = []

    def make(body):
        changed, what = mutated(json.loads(body), chance)
        done.extend(what)
        return framed(json.dumps(changed).encode())

    key = chance.choice(calls)
    service.renew(Strike(Raw(make, whole=True), key, for_good=True))
    async with access_over_sockets(service) as access:
        result = to_result(await BY_NAME[tool_of(name)].run(access, SCENARIOS[name]))
    answer = result.structured_content
    schema = next(one.output_schema for one in PUBLISHED if one.name == tool_of(name))
    jsonschema.Draft202012Validator(schema).validate(answer)
    wrong = complaints(tool_of(name), answer, service.delivered)
    text = json.dumps(answer, ensure_ascii=False) + result.content[0].text
    if answer["summary"] == str(tool._OWN_FAULT):
        wrong.append("a crash")
    if any(secret in text for secret in SECRETS):
        wrong.append("a leak")
    if found := _NO_TEXT.findall(text):
        wrong.append(f"not for reading: {found!r}")
    return [f"{done} at {key[1]}: {what}" for what in wrong], answer["status"]


def test_a_row_that_names_another_address_contradicts_nothing_and_may_not_count():
    name = "get_token_balances"

    def beside_its_own(body):
        rows = (told := json.loads(body))["data"][0]["tokenAssets"]
        rows.insert(0, rows[0] | {"address": "0x" + "0b" * 20, "balance": "7"})
        return framed(json.dumps(told).encode())

    async def run():
        async with serving(Service(WORLD)) as service:
            key = next(key for key in await _calls(service, name) if key[1].endswith("/token-balances-by-address"))
            service.renew(Strike(Raw(beside_its_own, whole=True), key))
            async with access_over_sockets(service) as access:
                answer = await ask(access, tool_of(name), **SCENARIOS[name])
        assert answer["status"] == "partial"
        assert complaints(tool_of(name), answer, service.delivered) == []
        counted = [{**answer["holdings"][0], "amount": "7", "value_usd": None}]
        assert complaints(tool_of(name), {**answer, "holdings": counted}, service.delivered)
        assert complaints(tool_of(name), {**answer, "notices": []}, service.delivered)

    run_settling(run)


def _without_the_largest(answer):
    return {**answer, "holdings": answer["holdings"][1:], "total_count": answer["total_count"] - 1}


@pytest.mark.parametrize(
    ("name", "falsify"),
    [
        ("show_portfolio", lambda answer: {**answer, "total_usd": answer["total_usd"] + "1"}),
        ("show_portfolio", lambda answer: {**answer, "defi_usd": "0"}),
        ("show_portfolio", lambda answer: {**answer, "change_24h_usd": "-1"}),
        ("show_portfolio", _without_the_largest),
        ("list_holdings", _without_the_largest),
        ("list_holdings", lambda answer: {**answer, "listed_usd": "1"}),
        ("list_holdings", lambda answer: {**answer, "holdings": answer["holdings"] * 2}),
        ("get_token_balances", lambda answer: {**answer, "holdings": [{**answer["holdings"][0], "amount": "0"}]}),
        ("check_swap", lambda answer: {**answer, "receive": "1"}),
        ("check_swap", lambda answer: {**answer, "balance": "0"}),
    ],
)
def test_a_figure_that_is_wrong_is_seen_to_be(name, falsify):
    async def run():
        async with serving(Service(WORLD)) as service, access_over_sockets(service) as access:
            answer = await ask(access, tool_of(name), **SCENARIOS[name])
            assert complaints(tool_of(name), answer, service.delivered) == []
            assert complaints(tool_of(name), falsify(answer), service.delivered)

    run_settling(run)
