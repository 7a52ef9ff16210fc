"""The Python API over the stand-in service, through a socket. Figures are worked out by hand from the small world."""

import pickle
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import get_args

import anyio
import pytest

from api.pipeline import exposure, first_possible, value_or_reason
from support.service import ALL, TOTAL, asked, out_of_quota, simulate
from support.worlds import ALICE, BOB, CAROL, DAVE, USDC_BASE, small_world, wide_world
from wallet_portfolio import BlockingPortfolio, Incomplete, InputNeeded, NotAnswered, Portfolio, PortfolioError, api
from wallet_portfolio.intents.request import Intent
from wallet_portfolio.simulator import DEMO_CREDENTIALS, in_background

pytestmark = pytest.mark.anyio

NOWHERE = "http://127.0.0.1:9"  # the port that discards; nobody listens
REQUESTS = {  # one of each kind, with what its answer is
    "supported_chains": ("which chains are supported?", api.SupportedChains),
    "total_value": ("what is my wallet worth in total?", api.TotalValue),
    "all_balances": ("list all my holdings", api.Holdings),
    "token_balances": ("how much USDC do I have?", api.Balances),
    "portfolio_overview": ("show my portfolio", api.Overview),
    "pre_swap_check": ("can I swap 10 USDC for ETH on Base?", api.SwapCheck),
    "sell_underperformers": ("what is doing badly in my wallet?", api.Underperformers),
    "token_details": ("market cap of LINK", api.TokenFacts),
    "price_chart": ("price chart of ETH", api.PriceChart),
    "token_search": ("find the contract address of USDC", api.FoundTokens),
    "out_of_scope": ("write me a poem", type(None)),
}


def over(url, **options):
    return Portfolio(**{**DEMO_CREDENTIALS, "base_url": url, "max_rps": 1_000, "wallets": {"main": ALICE}, **options})


@pytest.fixture(scope="module")
def small():
    with in_background(simulate(small_world())) as url:
        yield url


async def test_figures_are_exact_decimals_and_times_are_utc(small):
    began = datetime.now(UTC)
    async with over(small) as portfolio:
        total = await portfolio.total_value(wallets=[ALICE, CAROL])
        assert total.total_usd == Decimal("21112.573603825395308689374492230725492589")
        assert [(part.wallet, part.total_usd) for part in total.wallets] == [
            (ALICE, Decimal("13865.254812135690982691841548730725492589")),
            (CAROL, Decimal("7247.3187916897043259975329435")),
        ]
        assert not total.partial
        (notice,) = total.notices
        assert notice.startswith("This is OKX's own sum: impostors count in it")
        assert total.as_of.utcoffset() == timedelta(0)
        assert total.as_of >= began - timedelta(seconds=1)
        assert "$21,112.57" in total.summary
        page = await portfolio.holdings(limit=1, min_value_usd=Decimal("0.01"))
        assert (page.total_count, page.holdings[0].symbol) == (5, "ETH")  # and one without a price
        assert page.holdings[0].value_usd == Decimal("5763.535722468858228604341548730725492589")
        balances = await portfolio.balances("usdc", chains="Base")
        assert [(held.token_address, held.amount) for held in balances.holdings] == [
            (USDC_BASE, Decimal("1820.114233"))
        ]


async def test_a_name_may_stand_for_several_addresses_and_the_first_is_the_default(small):
    async with over(small, wallets={"both": [BOB, DAVE], "carol": CAROL}) as portfolio:
        assert [part.wallet for part in (await portfolio.total_value()).wallets] == [BOB, DAVE]
        assert [part.wallet for part in (await portfolio.total_value(wallets=["carol"])).wallets] == [CAROL]


async def test_what_is_not_given_comes_from_the_environment(small, monkeypatch):
    for name, value in zip(("API_KEY", "SECRET_KEY", "PASSPHRASE"), DEMO_CREDENTIALS.values(), strict=True):
        monkeypatch.setenv(f"OKX_{name}", value)
    monkeypatch.setenv("OKX_BASE_URL", small)
    monkeypatch.setenv("WALLET_PORTFOLIO_WALLETS", f"dave={DAVE}")
    async with Portfolio(max_rps=1_000) as portfolio:
        assert (await portfolio.balances(["BTC"])).holdings[0].amount == Decimal("0.41827")


async def test_every_page_is_gone_through_from_one_reading():
    app = simulate(wide_world(450))
    with in_background(app) as url:
        async with over(url) as portfolio:
            found = [held.chain async for held in portfolio.each_holding(wallets=[BOB])]
    assert sorted(found) == sorted(f"Net {number}" for number in range(450))
    assert len(asked(app, ALL)) == 450 / 50


async def test_a_list_with_a_gap_is_not_taken_for_a_whole_one():
    app = simulate(wide_world(51), *(out_of_quota(path, chain="900050") for path in (ALL, TOTAL)))
    with in_background(app) as url:
        async with over(url) as portfolio:
            page = await portfolio.holdings(wallets=[BOB], limit=200)
            assert (page.partial, page.total_count) == (True, 50)
            total = await portfolio.total_value(wallets=[BOB])
            assert (total.partial, total.total_usd, total.counted_usd) == (True, None, 50)
            with pytest.raises(Incomplete, match="Net 50") as missing:
                await anext(portfolio.each_holding(wallets=[BOB]))
            assert missing.value.notices == page.notices
            assert len([held async for held in portfolio.each_holding(wallets=[BOB], incomplete=True)]) == 50


async def test_errors_have_a_code_and_say_whether_to_try_again(small):
    async with over(small) as portfolio:
        for wrong, code in (
            (portfolio.show(wallets=["nobody"]), "unknown_wallet"),
            (portfolio.show(wallets=[ALICE[:-1] + "8"]), "invalid_address"),
            (portfolio.show(chains=["Nowhere"]), "unsupported_chain"),
            (portfolio.balances(["NOSUCHTOKEN"]), "token_not_found"),
            (portfolio.holdings(limit=0), "invalid_input"),
            (portfolio.ask(""), "invalid_input"),
        ):
            with pytest.raises(NotAnswered) as problem:
                await wrong
            assert (problem.value.code, problem.value.retryable) == (code, False)
            assert str(problem.value) == problem.value.message
    async with over(NOWHERE) as portfolio:
        with pytest.raises(NotAnswered) as problem:
            await portfolio.total_value()
    assert (problem.value.code, problem.value.retryable) == ("upstream_unavailable", True)


async def test_an_error_leaves_the_block_as_it_was_raised(small):
    with pytest.raises(NotAnswered):
        async with over(small) as portfolio:
            await portfolio.show(wallets=["nobody"])
    with pytest.raises(KeyError):
        async with over(small):
            raise KeyError
    with pytest.raises(NotAnswered), BlockingPortfolio(demo=True) as blocking:
        blocking.show(wallets=["nobody"])
    with anyio.move_on_after(0.01) as scope:
        async with over(small):
            await anyio.sleep_forever()
    assert scope.cancelled_caught


async def test_a_question_comes_back_with_choices_that_can_be_taken(small):
    async with over(small, wallets={}) as portfolio:
        with pytest.raises(InputNeeded) as needed:
            await portfolio.show()
        assert (needed.value.missing, str(needed.value)) == (("wallets",), needed.value.question)
    async with Portfolio(demo=True) as portfolio:
        with pytest.raises(InputNeeded) as needed:
            await portfolio.check_swap("ETH", "USDC", Decimal("0.1"))
        assert needed.value.missing == ("chain",)
        for choice in needed.value.choices:
            assert (await portfolio.check_swap(**choice.arguments)).sell.chain == choice.arguments["chain"]
        assert (await first_possible(portfolio, "ETH", "USDC", "0.1")).sell.chain == "Ethereum"


async def test_a_swap_is_prepared_only_when_it_is_agreed_to():
    swap = {"sell": "USDC", "buy": "ETH", "amount": "$100", "chain": "Base"}
    async with Portfolio(demo=True) as portfolio:
        with pytest.raises(InputNeeded) as needed:
            await portfolio.prepare_swap(**swap)
        assert needed.value.missing == ("confirmed",)
        assert "USDC" in needed.value.summary
        prepared = await portfolio.prepare_swap(**swap, confirmed=True)
        assert [step["kind"] for step in prepared.transactions] == ["approval", "swap"]
        assert prepared.amount_minimal == prepared.amount * 10**prepared.sell.decimals
        assert 0 < prepared.receive_minimum < prepared.receive


@pytest.mark.parametrize("intent", get_args(Intent))
async def test_plain_words_get_what_the_method_would_have_given(intent):
    words, kind = REQUESTS[intent]
    async with Portfolio(demo=True) as portfolio:
        reply = await portfolio.ask(words)
    assert (reply.intent, type(reply.answer)) == (intent, kind)
    assert reply.answer is None or reply.answer.summary


async def test_many_tasks_share_one_portfolio(small):
    totals = []

    async def one(portfolio, wallet):
        totals.append((wallet, (await portfolio.total_value(wallets=[wallet])).wallets[0].wallet))

    async with over(small) as portfolio, anyio.create_task_group() as tasks:
        for wallet in (ALICE, BOB, CAROL, DAVE):
            tasks.start_soon(one, portfolio, wallet)
    assert sorted(totals) == sorted((wallet, wallet) for wallet in (ALICE, BOB, CAROL, DAVE))


async def test_a_pipeline_sums_what_all_wallets_hold_by_symbol():
    async with Portfolio(demo=True) as portfolio:
        by_symbol = await exposure(portfolio, "main", "sol", "btc")
    assert by_symbol["BTC"].quantize(Decimal("0.01")) == Decimal("39405.37")  # 0.41827 at 94,210.370118…
    assert "AIRDROP" not in by_symbol


async def test_a_float_is_no_amount():
    async with Portfolio(demo=True) as portfolio:
        for amount in (0.1, float("nan"), Decimal("Infinity"), True, None):
            with pytest.raises(TypeError, match="A float is not exact"):
                await portfolio.check_swap("ETH", "USDC", amount)
        assert (await portfolio.holdings(min_value_usd=Decimal("2E+3"))).total_count == 5


async def test_it_answers_only_while_it_is_open_and_may_be_opened_again():
    portfolio = Portfolio(demo=True)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="inside `async with` only"):
            await portfolio.show()
        async with portfolio:
            assert (await portfolio.chains("Base")).chains[0].chain_index == "8453"
            with pytest.raises(RuntimeError, match="open already"):
                await portfolio.__aenter__()


def test_without_a_loop_it_is_the_same():
    with BlockingPortfolio(demo=True) as portfolio:
        assert portfolio.balances(["BTC"], wallets=["btc"]).holdings[0].amount == Decimal("0.41827")
        assert len(list(portfolio.each_holding(wallets=["main"]))) == 27
        assert next(portfolio.each_holding()).symbol == "ETH"  # and left in the middle
        with pytest.raises(NotAnswered, match="nobody"):
            portfolio.show(wallets=["nobody"])
        with pytest.raises(RuntimeError, match="open already"):
            portfolio.__enter__()
    with pytest.raises(RuntimeError, match="inside `with` only"):
        portfolio.show()
    assert value_or_reason("nobody") == "unknown_wallet"
    assert value_or_reason("main") == Decimal("30461.114362208924175390291466986290248661")


def test_what_cannot_be_used_is_said_at_once_and_shows_no_secret():
    secrets = {"api_key": "key-not-to-show", "secret_key": "secret-not-to-show", "passphrase": "phrase-not-to-show"}
    for options, code in (
        ({}, "not_configured"),
        (dict.fromkeys(secrets, ""), "not_configured"),
        ({**secrets, "base_url": "http://example.com"}, "invalid_input"),
        ({**secrets, "api_key": "key\nnot-to-show"}, "invalid_input"),
        ({**secrets, "max_rps": 0}, "invalid_input"),
        ({**secrets, "wallets": {"a,b": ALICE}}, "invalid_input"),
        ({**secrets, "wallets": {"a": ""}}, "invalid_input"),
    ):
        with pytest.raises(NotAnswered) as problem:
            Portfolio(**options)
        assert problem.value.code == code, options
        assert "not-to-show" not in f"{problem.value!r}{problem.value.__cause__!r}{problem.value.__context__!r}"
    assert "not-to-show" not in repr(vars(Portfolio(**secrets)))
    with pytest.raises(TypeError, match="belong together"):
        Portfolio(api_key="key-not-to-show")
    with pytest.raises(TypeError, match="wallets of its own"):
        Portfolio(demo=True, wallets={"main": ALICE})


@pytest.mark.parametrize(
    "error",
    [
        NotAnswered("Try later.", "rate_limited", True, 1.5),
        InputNeeded("Which?", ["chain"], [api.NextStep(say="Base", tool="t", arguments={"chain": "Base"})], "S", ["N"]),
        Incomplete(["Missing: Base.", "Demo data."]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_reach_the_parent_of_a_worker_process(error):
    copy = pickle.loads(pickle.dumps(error))
    assert isinstance(copy, PortfolioError)
    assert (vars(copy), str(copy)) == (vars(error), str(error))
