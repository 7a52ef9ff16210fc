from decimal import Decimal

import pytest

from simulator.signed_client import MARKET

pytestmark = pytest.mark.anyio

SEARCH = f"{MARKET}/token/search"
NATIVE = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
USDC = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"


def pair(chain, contract):
    return {"chainIndex": chain, "tokenContractAddress": contract}


async def search(caller, text, **query):
    return (await caller.get(SEARCH, {"chains": "1,8453,501", "search": text, **query})).json()["data"]


async def test_an_impostor_can_come_first(caller):
    rows = await search(caller, "usdc", chains="1")
    impostor, genuine = rows[:2]
    assert impostor["tokenSymbol"] == genuine["tokenSymbol"] == "USDC"
    assert impostor["tagList"] == {"communityRecognized": False}
    assert genuine["tagList"] == {"communityRecognized": True}
    assert genuine["tokenContractAddress"] == USDC
    rows = await search(caller, "USDC", chains="8453")
    assert [row["tagList"]["communityRecognized"] for row in rows if row["tokenSymbol"] == "USDC"] == [True, False]


async def test_a_row_has_every_field(caller):
    (row,) = await search(caller, USDC)
    assert set(row) == {
        *("tokenContractAddress", "tokenSymbol", "tokenName", "tokenLogoUrl", "chainIndex", "decimal", "price"),
        *("change", "marketCap", "liquidity", "holders", "explorerUrl", "tagList"),
    }
    assert (row["decimal"], row["chainIndex"]) == ("6", "1")
    assert all(isinstance(text, str) for name, text in row.items() if name != "tagList")


async def test_search_matches_parts_and_contracts_on_the_chains_asked(caller):
    assert {row["tokenSymbol"] for row in await search(caller, "dogwif")} == {"WIF"}
    assert {row["chainIndex"] for row in await search(caller, "usdc", chains="501")} == {"501"}
    assert await search(caller, USDC, chains="56") == []
    assert [row["tokenSymbol"] for row in await search(caller, NATIVE, chains="1")] == ["ETH"]
    assert await search(caller, "no such token") == []


async def test_search_in_pages(caller, simulator):
    everything = await search(caller, "usd", limit="100")
    paged = await search(caller, "usd", limit="2") + await search(caller, "usd", limit="2", cursor="2")
    assert paged == everything[:4]
    assert simulator.violations == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"limit": "101"}, "51000"),
        ({"limit": "0"}, "51000"),
        ({"cursor": "x"}, "51000"),
        ({"search": ""}, "50014"),
        ({"chains": "424242"}, "81104"),
        ({"search": USDC.upper().replace("0X", "0x")}, "81151"),
    ],
)
async def test_search_reads_its_parameters_strictly(caller, query, code):
    response = await caller.get(SEARCH, {"chains": "1", "search": "x", **query})
    assert response.json()["code"] == code


async def test_basic_info(caller):
    asked = [pair("1", ""), pair("1", NATIVE), pair("1", USDC), pair("1", "0x" + "12" * 20)]
    rows = (await caller.post(f"{MARKET}/token/basic-info", asked)).json()["data"]
    assert [(row["tokenSymbol"], row["decimal"]) for row in rows] == [("ETH", "18"), ("ETH", "18"), ("USDC", "6")]
    assert rows[0]["tagList"] == {"communityRecognized": True}


async def test_price(caller):
    sol = "11111111111111111111111111111111"
    rows = (await caller.post(f"{MARKET}/price", [pair("1", NATIVE), pair("501", sol)])).json()["data"]
    assert [row["price"] for row in rows] == ["3127.418250127418250173", "142.3181904417720365"]
    assert [row["tokenContractAddress"] for row in rows] == [NATIVE, sol]
    assert len(rows[0]["time"]) == 13


async def test_price_info(caller):
    (row,) = (await caller.post(f"{MARKET}/price-info", [pair("1", NATIVE)])).json()["data"]
    spans = {f"{name}{span}" for name in ("priceChange", "volume", "txs") for span in ("5M", "1H", "4H", "24H")}
    assert spans | {"price", "time", "marketCap", "liquidity", "circSupply", "holders"} < set(row)
    assert Decimal(row["priceChange24H"]) == Decimal("1.84")
    assert Decimal(row["minPrice"]) < Decimal(row["price"]) < Decimal(row["maxPrice"])
    assert all(isinstance(text, str) for text in row.values())


async def test_price_info_of_an_unpriced_token_is_mostly_null(caller):
    garden = "0x4fdc4d68951ab85c117f3f52b67abd9db2d7b8f5"
    priced, row = (await caller.post(f"{MARKET}/price-info", [pair("1", USDC), pair("1", garden)])).json()["data"]
    assert (row["price"], row["priceChange24H"], row["holders"]) == (None, None, "212")
    assert set(row) == set(priced)


@pytest.mark.parametrize(
    ("chain", "contract", "symbol"),
    [
        ("501", "11111111111111111111111111111111", "SOL"),
        ("501", "So11111111111111111111111111111111111111112", "WSOL"),
        ("195", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb", "TRX"),
        ("784", "0x2::sui::SUI", "SUI"),
        ("607", "EQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM9c", "TON"),
    ],
)
async def test_native_coins_have_a_name_on_every_kind_of_chain(caller, simulator, chain, contract, symbol):
    (row,) = (await caller.post(f"{MARKET}/price-info", [pair(chain, contract)])).json()["data"]
    (info,) = (await caller.post(f"{MARKET}/token/basic-info", [pair(chain, contract)])).json()["data"]
    assert Decimal(row["price"]) > 0
    assert info["tokenSymbol"] == symbol
    assert simulator.violations == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([pair("1", "")], "81151"),
        ([pair("1", USDC.upper().replace("0X", "0x"))], "81151"),
        ([pair("1", NATIVE)] * 101, "51000"),
        ([pair("1", NATIVE)] * 100, "0"),
        ([], "51000"),
        (pair("1", NATIVE), "51000"),
        (["1"], "51000"),
    ],
)
async def test_prices_read_their_body_strictly(caller, body, code):
    for path in (f"{MARKET}/price", f"{MARKET}/price-info"):
        assert (await caller.post(path, body)).json()["code"] == code
