"""No float comes near an amount, and nothing is rounded on the way: every value of every function is looked at."""

import dataclasses
import json
import re
import sys
import types
import typing
from contextlib import contextmanager
from decimal import Context, Decimal, FloatOperation, Inexact, InvalidOperation, localcontext
from importlib import import_module
from pkgutil import walk_packages

import pytest
from pydantic import BaseModel

import wallet_portfolio
from okx.virtual_time import run_virtually
from support.service import access_to, simulate
from support.worlds import ALICE, USDC, USDC_ETHEREUM, at_prices, small_world
from wallet_portfolio.okx.client import Client
from wallet_portfolio.simulator import Fault
from wallet_portfolio.simulator.faults import Mutate
from wallet_portfolio.tools.catalog import BY_NAME

# Where floats are at home: time and pace, and how likely it is that something was meant.
TIME_AND_CHANCE = re.compile(
    r"wallet_portfolio\.(?:simulator\.|settings|cli|app"
    r"|okx\.(?:pac(?:e|ing)|shar(?:ing|ed_pace)|redis_link|calling|connections|observing|opening|budget|transport|codes|signing)"
    r"|intents\.(?!quantities|amounts|offers|readings|units))"
)
MODELS = re.compile(r"wallet_portfolio\.(?:assets|intents|okx|workflows|views|tools\.(?:answers|questions))(?:\.|$)")
LOADED_LATER = {"Client": Client}  # is named where it is not yet imported
NOT_MONEY = frozenset(
    {"confidence", "likely", "seconds", "retry_after_seconds", "deadline", "keep_seconds", "balance_seconds"}
)
DEEPEST = 6

SWAP = {"sell": "ETH", "buy": "USDC", "amount": "0.1", "chain": "ethereum"}
QUESTIONS = [
    ("get_total_value", {}),
    ("list_holdings", {"min_value_usd": "0.000001", "limit": 5}),
    ("get_token_balances", {"tokens": ["ETH", "USDC", f"1:{USDC_ETHEREUM}"]}),
    ("show_portfolio", {"include_risky": True}),
    ("find_underperformers", {"max_change_percent": "3.5"}),
    ("check_swap", SWAP),
    ("check_swap", SWAP | {"amount": "$100"}),
    ("check_swap", SWAP | {"amount": "33.3%", "slippage_percent": "0.7"}),
    ("check_swap", SWAP | {"amount": "10", "amount_of": "buy"}),
    ("prepare_swap", SWAP | {"confirmed": True}),
    ("search_tokens", {"query": "usd"}),
    ("get_token_details", {"token": "ETH"}),
    ("get_price_chart", {"token": "ETH", "chain": "ethereum"}),
    ("ask_wallet", {"request": "swap a third of my ETH for USDC on ethereum"}),
    ("list_supported_chains", {}),
]


def as_numbers(part):
    """The same answer with its figures as JSON numbers: 0.0000001 becomes 1e-07."""
    if isinstance(part, dict):
        kept = ("chainIndex", "decimal", "code", "timestamp")
        return {key: value if key in kept else as_numbers(value) for key, value in part.items()}
    if isinstance(part, list):
        return [as_numbers(value) for value in part]
    if isinstance(part, str) and re.fullmatch(r"-?[0-9]+\.[0-9]+", part):
        return json.loads(part)
    return part


def unrounded(app):
    """The service is no part of the program, and may work as it likes."""

    async def served(scope, receive, send):
        with localcontext(Context()):
            await app(scope, receive, send)

    return served


def ask(world, name, arguments, *faults):
    async def main():
        async with access_to(unrounded(simulate(world, *faults)), f"main={ALICE}") as access:
            return await BY_NAME[name].run(access, arguments)

    return run_virtually(main)


SMALL = small_world(tokens=(USDC,))


def floats_in(value, name="", depth=0):
    """The floats in a value, down to the parts of its parts, by what they are called."""
    if isinstance(value, float):
        if name not in NOT_MONEY:
            yield name, value
    elif depth < DEEPEST:
        for called, part in parts_of(value, name):
            yield from floats_in(part, called, depth + 1)


def parts_of(value, name):
    if isinstance(value, dict):
        return [(key if isinstance(key, str) else name, part) for key, part in value.items()]
    if isinstance(value, list | tuple | set | frozenset):
        return [(name, part) for part in value]
    if isinstance(value, BaseModel):
        return [(field, getattr(value, field, None)) for field in type(value).model_fields]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [(field.name, getattr(value, field.name, None)) for field in dataclasses.fields(value)]
    return []


@contextmanager
def every_value_looked_at(found, looked_at):
    """What goes into each function of the program that may handle money, what it works with, and what it gives."""

    def look(frame, event, given):
        if event != "return":  # which a function that waits does each time
            return
        module = frame.f_globals.get("__name__", "")
        if not module.startswith("wallet_portfolio.") or TIME_AND_CHANCE.match(module):
            return
        looked_at.add((module, frame.f_code.co_qualname))
        for name, value in frame.f_locals.items():
            if name not in ("access", "self", "progress"):
                found.update((module, frame.f_code.co_qualname, *each) for each in floats_in(value, name))
        found.update((module, frame.f_code.co_qualname, *each) for each in floats_in(given, "what it gives"))

    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(None)


def test_looking_finds_a_float_where_there_is_one():
    assert dict(floats_in({"rows": [{"amount": 0.5}], "confidence": 0.5})) == {"amount": 0.5}


def test_no_function_that_handles_money_ever_sees_a_float():
    found, looked_at = set(), set()
    for name, arguments in QUESTIONS:
        for faults in ((), (Fault(Mutate(as_numbers)),)):
            with every_value_looked_at(found, looked_at):
                answer = ask(SMALL, name, arguments, *faults)
            if not faults:
                assert answer.status in ("ok", "partial"), (name, answer.summary)
    assert found == set()
    modules = {module for module, _ in looked_at}
    for needed in (
        "assets.amounts",
        "assets.holdings",
        "assets.trading",
        "assets.markets",
        "okx.wire",
        "okx.swap_rows",
    ):
        assert f"wallet_portfolio.{needed}" in modules


@pytest.mark.parametrize(("name", "arguments"), QUESTIONS, ids=[f"{n} {name}" for n, (name, _) in enumerate(QUESTIONS)])
def test_nothing_is_rounded_by_the_way_and_no_float_is_compared_or_converted(name, arguments):
    """The context around the program raises where a digit would be lost, and where a float meets a Decimal."""
    thirds = at_prices(SMALL, lambda token: token.price + Decimal("0.1234567890123456789012345678901234567"))
    strict = Context(prec=28, traps=[Inexact, FloatOperation, InvalidOperation])
    for world in (SMALL, thirds):
        with localcontext(strict):
            answer = ask(world, name, arguments)
        assert answer.status in ("ok", "partial"), answer.summary


def declared():
    """Every field of every dataclass and model of the program: where, name and type."""
    for module in walk_packages(wallet_portfolio.__path__, "wallet_portfolio."):
        if TIME_AND_CHANCE.match(module.name) or not MODELS.match(module.name):
            continue
        loaded = import_module(module.name)
        for kind in vars(loaded).values():
            if not isinstance(kind, type) or kind.__module__ != module.name:
                continue
            if dataclasses.is_dataclass(kind) or issubclass(kind, BaseModel):
                for name, hint in typing.get_type_hints(kind, localns=LOADED_LATER).items():
                    yield f"{module.name}.{kind.__name__}", name, hint


def types_in(hint):
    if typing.get_origin(hint) is None and not isinstance(hint, types.UnionType | list):
        yield hint
    for part in hint if isinstance(hint, list) else typing.get_args(hint):  # a list: what a callable takes
        yield from types_in(part)


def test_no_field_is_declared_a_float_but_time_pace_and_chance():
    fields = list(declared())
    assert len(fields) > 300
    floats = {f"{where.rsplit('.', 1)[1]}.{name}" for where, name, hint in fields if float in set(types_in(hint))}
    assert floats == FLOATS


FLOATS = {
    "AskAnswer.confidence",
    "ErrorDetails.retry_after_seconds",
    "Found.seconds_left",
    "Kind.keep_seconds",
}
