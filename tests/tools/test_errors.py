"""What goes wrong is an answer with a stable code and a sentence that says what to do, and the server goes on."""

import logging

import pytest
from mcp.shared.exceptions import MCPError

from support.answers import text_of
from support.service import ALL, CHAIN_LIST, GIVEN, TOTAL, refused, simulate
from support.worlds import ALICE, BOB, ETHEREUM, SOLANA, World, token, wallet
from wallet_portfolio.simulator import DEMO_WALLETS, demo_world

pytestmark = pytest.mark.anyio

MAIN = DEMO_WALLETS["main"]
SECRET = "hunter2-hunter2-hunter2"


async def still_serving(session):
    assert (await session.ask("get_total_value", wallets=[MAIN]))["status"] == "ok"


@pytest.mark.parametrize(
    ("name", "arguments", "code", "said"),
    [
        ("list_holdings", {"limit": 0}, "invalid_input", "limit has to be at least 1."),
        ("list_holdings", {"limit": 201}, "invalid_input", "limit has to be at most 200."),
        ("list_holdings", {"limit": "many"}, "invalid_input", "limit has to be a whole number."),
        ("list_holdings", {"min_value_usd": "lots"}, "invalid_input", "has to be a number of zero or more"),
        ("list_holdings", {"min_value_usd": "0,5"}, "invalid_input", "has to be a number of zero or more"),
        ("list_holdings", {"cursor": "nowhere"}, "invalid_input", "Please start the list again."),
        ("list_holdings", {"include_risky": "perhaps"}, "invalid_input", "include_risky has to be true or false."),
        ("get_total_value", {"asset_type": "nfts"}, "invalid_input", "'all', 'tokens' or 'defi'"),
        ("get_token_balances", {}, "invalid_input", "tokens is needed."),
        ("get_token_balances", {"tokens": []}, "invalid_input", "tokens needs at least 1"),
        ("get_token_balances", {"tokens": ["NOSUCH"]}, "token_not_found", "Check the spelling, or give its contract."),
        ("get_total_value", {"chains": ["solana"], "wallets": [MAIN]}, "invalid_input", "Leave the network out"),
        ("get_total_value", {"chains": ["etherium"]}, "unsupported_chain", "Did you mean Ethereum?"),
        ("get_total_value", {"wallets": ["mian"]}, "unknown_wallet", "Did you mean “main”?"),
        ("get_total_value", {"wallets": [MAIN[:-1] + "8"]}, "invalid_address", "typing error"),
        ("get_total_value", {"wallets": [DEMO_WALLETS["btc"][:-1] + "p"]}, "invalid_address", "copy it again"),
    ],
)
async def test_a_question_that_makes_no_sense_gets_its_code_and_a_way_out(demo, name, arguments, code, said):
    answer = await demo.ask(name, **arguments)
    assert answer["error"]["code"] == code
    assert said in answer["error"]["message"]
    assert not answer["error"]["retryable"]
    await still_serving(demo)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("list_holdings", {"limit": SECRET}),
        ("list_holdings", {"cursor": SECRET}),
        ("list_holdings", {"cursor": [SECRET]}),
        ("list_holdings", {"min_value_usd": SECRET}),
        ("list_holdings", {"include_risky": SECRET}),
        ("list_holdings", {"wallets": {"main": SECRET}}),
        ("list_holdings", {"chains": [{"name": SECRET}]}),
        ("list_holdings", {SECRET: True}),
        ("list_holdings", {"api_key": SECRET}),
        ("get_total_value", {"asset_type": SECRET}),
        ("get_total_value", {"wallets": ["x" * 200 + SECRET * 10]}),
        ("list_supported_chains", {"query": SECRET * 500}),
    ],
)
async def test_a_refusal_of_arguments_does_not_repeat_them(demo, name, arguments):
    result = await demo.call(name, arguments)
    answer = await demo.ask(name, **arguments)
    assert answer["error"]["code"] in {"invalid_input", "unknown_wallet", "invalid_address"}
    assert SECRET not in text_of(result)
    assert SECRET not in str(answer)


@pytest.mark.parametrize(
    ("argument", "hint"), [("wallet", "Did you mean wallets?"), ("zzz", "There are: wallets, chains, include_risky")]
)
async def test_an_unknown_argument_is_refused_with_those_there_are(demo, argument, hint):
    answer = await demo.ask("get_total_value", **{argument: "main"})
    assert answer["error"]["code"] == "invalid_input"
    assert hint in answer["summary"]
    await still_serving(demo)


@pytest.mark.parametrize("name", ["swap_everything", "", "List_Holdings"])
async def test_an_unknown_tool_is_an_error_of_the_protocol(demo, name):
    with pytest.raises(MCPError) as refusal:
        await demo.call(name)
    assert refusal.value.error.code == -32602
    await still_serving(demo)


async def test_without_credentials_each_call_says_the_three_steps(unconfigured):
    for name, arguments in (
        ("list_supported_chains", {}),
        ("get_total_value", {"wallets": [ALICE]}),
        ("list_holdings", {}),
        ("get_token_balances", {"tokens": ["ETH"]}),
    ):
        answer = await unconfigured.ask(name, **arguments)
        assert answer["error"]["code"] == "not_configured"
        for step in ("1. ", "2. ", "3. "):
            assert step in answer["summary"]
        assert answer["notices"] == []


@pytest.mark.parametrize(
    ("service_code", "code", "said"),
    [
        ("50111", "auth_failed", "API key"),
        ("50105", "auth_failed", "passphrase"),
        ("50113", "auth_failed", "signature"),
        ("50112", "clock_skew", "clock"),
        ("50125", "region_blocked", "region"),
        ("50030", "quota_exhausted", "quota"),
    ],
)
async def test_a_refusal_of_the_service_is_told_in_words_and_once_it_is_over_so_is_the_error(
    over, service_code, code, said
):
    simulator = simulate(demo_world(), *(refused(service_code, path) for path in (CHAIN_LIST, TOTAL, ALL, GIVEN)))
    async with over(simulator) as session:
        for name, arguments in (
            ("list_supported_chains", {}),
            ("get_total_value", {"wallets": [MAIN]}),
            ("list_holdings", {"wallets": [MAIN]}),
            ("get_token_balances", {"wallets": [MAIN], "tokens": ["ETH"]}),
        ):
            answer = await session.ask(name, **arguments)
            assert answer["error"]["code"] == code
            assert said in answer["summary"]
        simulator.faults.clear()
        await still_serving(session)


async def test_two_verified_tokens_of_one_name_are_asked_about_and_each_choice_runs(over):
    first, second = ("0x" + digits * 20 for digits in ("a1", "b2"))
    twins = (token(ETHEREUM, first, "TWIN", "1"), token(ETHEREUM, second, "TWIN", "2"))
    ether = token(ETHEREUM, "", "ETH", "3000")
    world = World((ETHEREUM, SOLANA), (), (wallet(BOB, (twins[0], "5"), (twins[1], "7"), (ether, "1")),))
    async with over(simulate(world)) as session:
        for tokens in (["ETH", "twin"], "ETH, twin"):
            answer = await session.ask("get_token_balances", wallets=[BOB], tokens=tokens)
            assert (answer["status"], answer["missing"]) == ("needs_input", ["tokens"])
            held = []
            for step in answer["next_steps"]:
                chosen = await session.ask(step["tool"], **step["arguments"])
                assert chosen["status"] == "ok"
                assert chosen["holdings"][0]["symbol"] == "ETH"
                held.append((chosen["holdings"][1]["token_address"], chosen["holdings"][1]["amount"]))
            assert held == [(first, "5"), (second, "7")]


class BrokenClient:
    """Fails in a way that nobody thought of."""

    async def supported_chains(self, **_options):
        raise RuntimeError(f"unexpected: {SECRET}")


async def test_a_fault_of_our_own_is_an_answer_without_a_traceback_and_the_server_goes_on(with_client, caplog):
    with caplog.at_level(logging.CRITICAL, logger="wallet_portfolio"):
        async with with_client(BrokenClient()) as session:
            for _ in range(2):
                answer = await session.ask("get_total_value", wallets=[ALICE])
                assert answer["error"]["code"] == "bad_response"
                assert "Something went wrong on my side" in answer["summary"]
                assert SECRET not in str(answer)
