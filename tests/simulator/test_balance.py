from decimal import Decimal
from fractions import Fraction

import pytest

from simulator.signed_client import BALANCE
from wallet_portfolio.simulator import DEMO_WALLETS, demo_world

pytestmark = pytest.mark.anyio

TOTAL = f"{BALANCE}/total-value-by-address"
ALL = f"{BALANCE}/all-token-balances-by-address"
GIVEN = f"{BALANCE}/token-balances-by-address"
MAIN = DEMO_WALLETS["main"]
USDC = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
EVM = ",".join(chain.index for chain in demo_world().chains if chain.form == "evm")


async def total(caller, **query):
    data = (await caller.get(TOTAL, {"address": MAIN, "chains": EVM, **query})).json()["data"]
    return data[0]["totalValue"] if data else None


async def held(caller, **query):
    body = (await caller.get(ALL, {"address": MAIN, "chains": EVM, **query})).json()
    assert body["code"] == "0"
    return body["data"][0]["tokenAssets"]


async def given(caller, *pairs, address=MAIN, **more):
    tokens = [{"chainIndex": chain, "tokenContractAddress": contract} for chain, contract in pairs]
    return (await caller.post(GIVEN, {"address": address, "tokenContractAddresses": tokens, **more})).json()


def value(rows):
    return sum(Fraction(row["balance"]) * Fraction(row["tokenPrice"]) for row in rows)


async def test_every_chain_is_listed_with_texts_only(caller):
    data = (await caller.get(f"{BALANCE}/supported/chain")).json()["data"]
    assert {"name", "logoUrl", "shortName", "chainIndex"} == set(data[0])
    assert all(isinstance(text, str) for row in data for text in row.values())
    assert len(data) == len({row["chainIndex"] for row in data}) == 34
    assert any(row["chainIndex"] == "7777777" and row["name"] == "Zora" for row in data)


async def test_the_total_by_hand(caller):
    # 42.137804519 * 142.3181904417720365 + 1250.5 * 0.999874213 + 38000000.5 * 0.00001192408
    # + 310.25 * 0.4127093 + 1500 * 0.24018822, worked out with bc
    answer = await total(caller, address=DEMO_WALLETS["sol"], chains="501")
    assert answer == "8188.7592279767443259975329435"
    answer = await total(caller, address=DEMO_WALLETS["btc"], chains="0")
    assert answer == "39405.37150936632239535559"
    # The main wallet chain by chain: every amount times its price, likewise with bc.
    by_chain = {
        "1": "16680.415223345389701661937716707207492589",
        "8453": "4300.450298714108494523036101990311914472",
        "42161": "2316.442383167910920124113711",
        "56": "4081.1128484434684925848848660127708416",
        "137": "877.708006631675514",
        "43114": "363.04450964320",
        "10": "0.005287993171052496319071276",
    }
    for chain, by_hand in by_chain.items():
        assert Decimal(await total(caller, chains=chain, assetType="1")) == Decimal(by_hand)
    assert await total(caller) == "30462.179362208924175390291466986290248661"


async def test_the_total_is_the_exact_sum_of_the_rows_plus_defi(caller):
    rows = await held(caller)
    tokens, defi, both = [await total(caller, assetType=kind) for kind in "120"]
    assert Fraction(tokens) == value(rows)
    assert defi == "1843.00080427"
    assert Fraction(both) == Fraction(tokens) + Fraction(defi)
    assert len(tokens.partition(".")[2]) >= 30
    assert 29_500 < Decimal(both) < 31_000
    assert await total(caller) == both


async def test_the_polarity_of_the_risk_filter_is_inverted_between_the_calls(caller):
    hidden, shown = [await total(caller, assetType="1", excludeRiskToken=text) for text in ("true", "false")]
    assert Decimal(shown) - Decimal(hidden) == 1_000_000 * Decimal("0.0042") + 500 * Decimal("0.31")
    assert value(await held(caller, excludeRiskToken="0")) == Fraction(hidden)
    assert value(await held(caller, excludeRiskToken="1")) == Fraction(shown)


async def test_risk_is_detected_on_four_chains_only(caller):
    hidden = {(row["chainIndex"], row["symbol"]) for row in await held(caller) if row["isRiskToken"] is True}
    assert hidden == {("137", "ZEPE")}
    shown = {row["symbol"] for row in await held(caller, excludeRiskToken="1") if row["isRiskToken"] is True}
    assert shown == {"ZEPE", "AIRDROP", "BNB2.0"}
    assert await total(caller, chains="137") == await total(caller, chains="137", excludeRiskToken="false")


async def test_rows_are_as_irregular_as_the_real_ones(caller):
    rows = await held(caller)
    assert {type(row["isRiskToken"]) for row in rows} == {bool}
    assert all(isinstance(text, str) for row in rows for name, text in row.items() if name != "isRiskToken")
    assert {"ETH", "eth"} <= {row["symbol"] for row in rows if not row["tokenContractAddress"]}
    raw = [row["rawBalance"] for row in rows]
    assert "" in raw
    assert any(raw)
    assert any(row["tokenPrice"] == "0" for row in rows)
    assert not any("E" in row["balance"] for row in rows)
    usdc = [row for row in rows if row["symbol"] == "USDC" and row["chainIndex"] == "1"]
    assert len(usdc) == 2, "a genuine one and a spoof"


async def test_addresses_are_found_whatever_their_case(caller):
    for spelling in (MAIN.lower(), "0x" + MAIN[2:].upper()):
        assert await total(caller, address=spelling) == await total(caller)


async def test_nothing_held_has_three_shapes(caller, simulator):
    empty = DEMO_WALLETS["empty"]
    query = {"address": empty, "chains": "1"}
    assert (await caller.get(TOTAL, query)).json()["data"] == []
    assert (await caller.get(ALL, query)).json()["data"] == [{"tokenAssets": []}]
    assert (await given(caller, ("1", ""), address=empty))["data"] == [{}]
    stranger = {"address": "0x000000000000000000000000000000000000dEaD", "chains": "1"}
    assert (await caller.get(TOTAL, stranger)).json()["data"] == []
    assert simulator.violations == []


async def test_given_tokens(caller):
    body = await given(caller, ("1", ""), ("1", USDC))
    coin, usdc = body["data"][0]["tokenAssets"]
    assert (coin["symbol"], coin["tokenContractAddress"], coin["balance"]) == ("eth", "", "1.842905317264180593")
    assert (usdc["symbol"], usdc["balance"], usdc["address"]) == ("USDC", "3250.55", "")


async def test_given_tokens_not_held_are_zero_or_missing(caller):
    world = demo_world()
    wallet = world.wallet(MAIN)
    others = [
        (token.chain, token.address)
        for token in world.all_tokens
        if token.chain in ("1", "56", "8453", "100", "130")
        and token.verified
        and not token.symbol[-1].isdigit()
        and wallet.holding(token.chain, token.address) is None
    ]
    first = await given(caller, *others[:20])
    rows = first["data"][0]["tokenAssets"]
    assert {row["balance"] for row in rows} == {"0"}
    assert 0 < len(rows) < len(others[:20])
    assert await given(caller, *others[:20]) == first


async def test_given_risky_tokens(caller):
    risky = ("1", "0xe6322a5a6fda20f9f2e8e05af40014f07b8eeb62")
    assert (await given(caller, risky))["data"] == [{"tokenAssets": []}]
    (row,) = (await given(caller, risky, excludeRiskToken="1"))["data"][0]["tokenAssets"]
    assert (row["balance"], row["isRiskToken"]) == ("1000000", True)
    polygon = ("137", "0xf667c4100c8c4193aa3d3bdd4fc6547eb176a388")
    assert len((await given(caller, polygon))["data"][0]["tokenAssets"]) == 1


async def test_unknown_contract_is_no_row(caller, simulator):
    assert (await given(caller, ("1", "0x" + "12" * 20)))["data"] == [{"tokenAssets": []}]
    assert simulator.violations == []


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        (TOTAL, {"excludeRiskToken": "0"}, 400, "51000"),
        (TOTAL, {"excludeRiskToken": "True"}, 400, "51000"),
        (TOTAL, {"assetType": "3"}, 400, "51000"),
        (ALL, {"excludeRiskToken": "true"}, 400, "51000"),
        (ALL, {"chains": ""}, 400, "50014"),
        (ALL, {"address": ""}, 400, "50014"),
        (ALL, {"chains": "1, 56"}, 400, "51000"),
        (ALL, {"chains": "1,"}, 400, "51000"),
        (ALL, {"chains": "eth"}, 400, "51000"),
        (ALL, {"chains": ",".join(["1"] * 51)}, 400, "51000"),
        (ALL, {"chains": ",".join(["1"] * 50)}, 200, "0"),
        (ALL, {"chains": "1,999999"}, 200, "81104"),
        (ALL, {"chains": "1,501"}, 200, "84019"),
        (ALL, {"address": DEMO_WALLETS["sol"]}, 200, "84019"),
        (ALL, {"address": "0x1234"}, 200, "81001"),
        (ALL, {"address": "main"}, 200, "81001"),
        (ALL, {"address": "bc1qywv4jvcap6l3wax35e32d52n6y77drt4dg0zaz", "chains": "0"}, 200, "81001"),
    ],
)
async def test_parameters_are_read_strictly(caller, simulator, path, query, status, code):
    response = await caller.get(path, {"address": MAIN, "chains": "1", **query})
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert [line.split()[0] for line in simulator.violations] == ([] if code == "0" else [code])


@pytest.mark.parametrize(
    ("pairs", "more", "code"),
    [
        ([("1", USDC)] * 20, {}, "0"),
        ([("1", USDC)] * 21, {}, "51000"),
        ([], {}, "51000"),
        ([("1", USDC.upper().replace("0X", "0x"))], {}, "81151"),
        ([("1", "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee")], {}, "81151"),
        ([("1", "USDC")], {}, "81151"),
        ([("1", "")], {"excludeRiskToken": "true"}, "51000"),
        ([("1", "")], {"excludeRiskToken": True}, "51000"),
        ([(1, "")], {}, "51000"),
        ([("1", None)], {}, "51000"),
        ([("1", ""), ("501", "")], {}, "84019"),
        ([("999999", "")], {}, "81104"),
    ],
)
async def test_a_body_is_read_strictly(caller, simulator, pairs, more, code):
    assert (await given(caller, *pairs, **more))["code"] == code
    assert [line.split()[0] for line in simulator.violations] == ([] if code == "0" else [code])


async def test_five_thousand_tokens(caller):
    rows = await held(caller, address=DEMO_WALLETS["many"], excludeRiskToken="1")
    assert len(rows) == 5000
    answer = await total(caller, address=DEMO_WALLETS["many"], assetType="1", excludeRiskToken="false")
    assert Fraction(answer) == value(rows)
