"""What a client sees before it calls anything."""

import json
import os
import re
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from wallet_portfolio.tools.announced import FILE
from wallet_portfolio.tools.calling import announcement
from wallet_portfolio.tools.catalog import BY_NAME, TOOLS

pytestmark = pytest.mark.anyio

SNAPSHOTS = Path(__file__).parent / "snapshots"
NAMES = [tool.name for tool in TOOLS]
VERBS = {"List", "Give", "Show", "Check", "Prepare", "Find", "Search", "Answer"}
COMMON = {"wallets", "chains", "include_risky"}
SWAP = {"sell", "buy", "amount", "amount_of", "chain", "wallet", "slippage_percent"}
ARGUMENTS = {
    "list_supported_chains": {"query"},
    "get_total_value": COMMON | {"asset_type"},
    "list_holdings": COMMON | {"min_value_usd", "limit", "cursor"},
    "get_token_balances": COMMON | {"tokens"},
    "show_portfolio": COMMON | {"top"},
    "check_swap": SWAP,
    "prepare_swap": SWAP | {"confirmed"},
    "find_underperformers": COMMON | {"max_change_percent", "limit"},
    "search_tokens": {"query", "limit", "chains"},
    "get_token_details": {"token", "chain"},
    "get_price_chart": {"token", "chain", "bar", "points"},
    "ask_wallet": {"request"},
}
REQUIRED = {"get_token_balances": ["tokens"], "ask_wallet": ["request"]}
DEFAULTS = {
    ("get_total_value", "asset_type"): "all",
    ("list_holdings", "min_value_usd"): "0",
    ("list_holdings", "limit"): 20,
    ("show_portfolio", "top"): 10,
    ("check_swap", "amount_of"): "sell",
    ("check_swap", "slippage_percent"): "1",
    ("prepare_swap", "amount_of"): "sell",
    ("prepare_swap", "slippage_percent"): "1",
    ("prepare_swap", "confirmed"): False,
    ("find_underperformers", "max_change_percent"): "0",
    ("find_underperformers", "limit"): 10,
    ("search_tokens", "limit"): 10,
    ("get_price_chart", "bar"): "1H",
    ("get_price_chart", "points"): 48,
}
ENVELOPE = {"status", "summary", "as_of", "notices", "next_steps", "missing", "question", "error"}
CHECKED = {
    *("verdict", "reasons", "wallet", "sell", "buy", "balance", "amount", "amount_minimal", "receive"),
    *("receive_minimum", "price_impact_percent", "fee_usd", "route"),
}
FIELDS = {
    "list_supported_chains": {"chains"},
    "get_total_value": {"total_usd", "counted_usd", "wallets"},
    "list_holdings": {"holdings", "total_count", "listed_usd", "next_cursor"},
    "get_token_balances": {"holdings"},
    "show_portfolio": {
        *("total_usd", "defi_usd", "holdings", "total_count", "by_chain", "change_24h_usd", "change_24h_percent")
    },
    "check_swap": CHECKED,
    "prepare_swap": CHECKED | {"transactions"},
    "find_underperformers": {"holdings", "total_count"},
    "search_tokens": {"tokens"},
    "get_token_details": {
        *("token", "price_usd", "change_24h_percent", "market_cap_usd", "liquidity_usd"),
        *("volume_24h_usd", "holders", "risk"),
    },
    "get_price_chart": {"token", "candles", "change_percent", "high", "low"},
    "ask_wallet": {"intent", "confidence", "slots", "answer"},
}


def published(tool):
    return tool.model_dump(mode="json", by_alias=True, exclude_none=True)


async def test_the_tools_come_in_one_order_with_titles_and_all_four_hints(demo):
    assert [tool.name for tool in demo.tools] == NAMES
    assert set(NAMES) == set(ARGUMENTS) == set(FIELDS)
    for tool in demo.tools:
        assert tool.title
        hints = tool.annotations
        assert (hints.read_only_hint, hints.destructive_hint) == (True, False)
        assert (hints.idempotent_hint, hints.open_world_hint) == (True, True)


async def test_descriptions_are_short_begin_with_a_verb_and_tell_no_internals(demo):
    for tool in demo.tools:
        description = " ".join(tool.description.split())
        first = re.split(r"(?<=[.:])\s", description, maxsplit=1)[0]
        assert first.split()[0] in VERBS
        assert len(first.split()) <= 20
        assert len(tool.description) <= 300
        for word in ("/", "API", "OKX", "endpoint", "chainIndex"):
            assert word not in description


async def test_descriptions_say_when_to_use_another_tool(demo):
    for tool in demo.tools:
        others = set(re.findall(r"\w+_\w+", tool.description))
        assert others, tool.name
        assert others <= set(NAMES) - {tool.name}


async def test_arguments_are_those_of_the_contract_and_no_others_are_taken(demo):
    for tool in demo.tools:
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        assert tool.input_schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
        assert set(tool.input_schema["properties"]) == ARGUMENTS[tool.name]
        assert tool.input_schema.get("required", []) == REQUIRED.get(tool.name, [])
        assert all(argument.get("description") for argument in tool.input_schema["properties"].values())


async def test_schemas_of_arguments_use_nothing_that_a_framework_may_not_know(demo):
    known = {"type", "anyOf", "items", "enum", "maximum", "default", "description"}
    for tool in demo.tools:
        assert set(tool.input_schema) <= {"type", "properties", "required", "additionalProperties"}
        for argument in tool.input_schema["properties"].values():
            assert set(argument) <= known
            assert isinstance(argument.get("type"), str) != ("anyOf" in argument)
            assert ("items" in argument) == (argument.get("type") == "array")
            assert argument.get("items", {"type": "string"}) == {"type": "string"}


async def test_what_is_left_out_is_what_the_contract_says(demo):
    for tool in demo.tools:
        for name, argument in tool.input_schema["properties"].items():
            if name not in tool.input_schema.get("required", []):
                usual = {"wallets": [], "chains": [], "include_risky": False, "cursor": None}.get(name, "")
                assert argument["default"] == DEFAULTS.get((tool.name, name), usual), (tool.name, name)


async def test_no_tool_takes_an_argument_that_it_does_not_name(demo):
    for tool in demo.tools:
        answer = await demo.ask(tool.name, surprise="yes")
        assert answer["error"]["code"] == "invalid_input"
        assert not answer["error"]["retryable"]


async def test_without_any_argument_a_tool_answers_or_asks(demo):
    for tool in demo.tools:
        if not tool.input_schema.get("required"):
            assert (await demo.ask(tool.name))["status"] in {"ok", "partial", "needs_input"}


async def test_answers_are_one_envelope_with_each_tools_own_fields(demo):
    for tool in demo.tools:
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        assert tool.output_schema["type"] == "object"
        assert set(tool.output_schema["required"]) == ENVELOPE | FIELDS[tool.name]
        assert (
            {"status", "summary"} <= set(tool.output_schema["properties"]) <= {"status", "summary"} | FIELDS[tool.name]
        )
        assert all(field.keys() & {"type", "enum"} for field in tool.output_schema["properties"].values())
        assert tool.output_schema["properties"]["status"] == {"enum": ["ok", "partial", "needs_input", "error"]}


def test_answers_are_held_to_more_than_is_published():
    tool = BY_NAME["list_holdings"]
    published = announcement(tool)["output_schema"]
    named = dict.fromkeys(published["required"])
    answer = {**named, "status": "ok", "summary": "One.", "total_count": 1, "holdings": [{"symbol": "ETH"}]}
    jsonschema.Draft202012Validator(published).validate(answer)
    with pytest.raises(ValidationError, match="token_address"):
        tool.answers.model_validate(answer)


def test_what_is_announced_is_what_the_tools_say():
    """After a change that is meant: `UPDATE_SNAPSHOTS=1`, as below; the snapshots follow at the second run."""
    told = json.dumps({tool.name: announcement(tool) for tool in TOOLS}, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        FILE.write_text(told, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == told


async def test_the_list_of_tools_is_there_without_credentials(unconfigured, demo):
    assert list(map(published, unconfigured.tools)) == list(map(published, demo.tools))


@pytest.mark.parametrize("name", NAMES)
async def test_a_published_tool_changes_on_purpose_only(demo, name):
    """After a change that is meant: `UPDATE_SNAPSHOTS=1 pytest tests/tools/test_listing_of_tools.py`, and commit."""
    tool = next(tool for tool in demo.tools if tool.name == name)
    text = json.dumps(published(tool), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    kept = SNAPSHOTS / f"{name}.json"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == text


def test_every_snapshot_is_of_a_tool_there_is():
    assert {file.stem for file in SNAPSHOTS.glob("*.json")} == set(NAMES)
