"""Everyday sentences to requests: what is asked, and with what. Expected values are written by hand."""

import pytest

from intents.everyday import CHINESE, ENGLISH, JAPANESE, PORTUGUESE, SPANISH, swap
from support.worlds import ALICE, CAROL, DAVE
from wallet_portfolio.intents.router import route

MISTYPED = ALICE[:-1] + "8"


def routed(text, names=()):
    best = route(text, names).best
    return best.intent, best.slots.stated()


@pytest.mark.parametrize(("text", "intent", "slots"), [*ENGLISH, *CHINESE, *SPANISH, *PORTUGUESE, *JAPANESE])
def test_a_question_leads_to_its_intent_with_what_it_states(text, intent, slots):
    assert routed(text) == (intent, slots)


@pytest.mark.parametrize(
    "text",
    [
        "send 1 ETH to my friend",
        "bridge USDC to Base",
        "show my NFTs",
        "write python code that reads a wallet",
        "place a limit order to sell ETH at 4000",
        "how do I do my crypto taxes",
        "can you stake my ETH",
        "what is the weather",
        "my seed phrase is lost",
        "what is my private key",
        "hello",
        "帮我写一段python代码",
        "给我朋友转1个ETH",
        "今天天气怎么样",
        "envía 1 ETH a mi amigo",
        "¿qué tiempo hace hoy?",
        "hola",
        "envie 1 ETH para meu amigo",
        "como está o tempo hoje?",
        "友達に1ETHを送って",
        "今日の天気は？",
        "こんにちは",
        "",
        "   ",
        "👛",
    ],
)
def test_what_is_not_about_balances_or_markets_is_out_of_scope(text):
    intent, slots = routed(text)
    assert intent == "out_of_scope"
    assert slots.keys() <= {"wallets", "chains"}


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("how much ETH do I have on Ethereum", {"tokens": ["ETH"], "chains": ["1"]}),
        ("how much ETH do I have on ETH", {"tokens": ["ETH"], "chains": ["1"]}),
        ("how much SOL do I have on SOL", {"tokens": ["SOL"], "chains": ["501"]}),
        ("list all my tokens on ETH", {"chains": ["1"]}),
        ("list my tokens on SOL and ETH", {"chains": ["501", "1"]}),
        ("how much ETH do I have", {"tokens": ["ETH"]}),
        ("price of SOL", {"tokens": ["SOL"]}),
        ("swap 1 ETH for SOL", swap("ETH", "SOL", "1")),
    ],
)
def test_eth_and_sol_name_the_coin_unless_the_words_make_them_a_network(text, slots):
    assert routed(text)[1] == slots


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        ("how much USDC do I have on arbitrun", ["42161"]),
        ("how much USDC do I have on polygn", ["137"]),
        ("list all tokens on etherem", ["1"]),
        ("what do I have on solona and avalanch", ["501", "43114"]),
        ("show my holdings on optimsm", ["10"]),
    ],
)
def test_a_misspelt_network_still_counts(text, chains):
    assert routed(text)[1]["chains"] == chains


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("how many A V A X do I have", {"tokens": ["AVAX"]}),
        ("price of p e p e", {"tokens": ["PEPE"]}),
        ("swap 5 A R B for U S D C", swap("ARB", "USDC", "5")),
    ],
)
def test_a_symbol_may_be_spelled_out(text, slots):
    assert routed(text)[1] == slots


@pytest.mark.parametrize(
    ("text", "names", "slots"),
    [
        ("how much ETH is in my cold wallet", ("main", "cold"), {"wallets": ["cold"], "tokens": ["ETH"]}),
        ("how much ETH is in my sol wallet", ("sol",), {"wallets": ["sol"], "tokens": ["ETH"]}),
        ("how much ETH is in my sol wallet", ("Sol",), {"wallets": ["Sol"], "tokens": ["ETH"]}),
        ("how much sol is in my sol wallet", ("sol",), {"wallets": ["sol"], "tokens": ["SOL"]}),
        ("swap 100 USDC to ETH in my sol wallet", ("sol",), swap("USDC", "ETH", "100", wallets=["sol"])),
        ("swap 1 ETH for USDC from my main wallet", ("main",), swap("ETH", "USDC", "1", wallets=["main"])),
        ("show the portfolio of my 'trading' wallet", ("Trading",), {"wallets": ["Trading"]}),
        ("what is in my savings wallet", ("main",), {"wallets": ["savings"]}),
        ("what is in my 'cold one' wallet", ("Cold One",), {"wallets": ["Cold One"]}),
        ("what is in my cold storage wallet", ("cold storage",), {"wallets": ["cold storage"]}),
        ("what is in my trading-bot wallet", ("trading-bot",), {"wallets": ["trading-bot"]}),
        (
            "swap 5 SOL for USDC in my trading-bot wallet",
            ("trading-bot",),
            swap("SOL", "USDC", "5", wallets=["trading-bot"]),
        ),
        ("show the portfolio of Mum's wallet", ("Mum",), {"wallets": ["Mum"]}),
        ("what is main worth", ("main",), {"wallets": ["main"]}),
        ("冷钱包里有多少ETH", ("冷钱包",), {"wallets": ["冷钱包"], "tokens": ["ETH"]}),
        ("叫冷钱包的钱包里有多少ETH", ("冷钱包",), {"wallets": ["冷钱包"], "tokens": ["ETH"]}),
    ],
)
def test_a_wallet_may_be_named_and_a_saved_name_is_written_as_it_was_saved(text, names, slots):
    assert routed(text, names)[1] == slots


@pytest.mark.parametrize("text", ["how much is in my sol wallet", "what is in my sol wallet"])
def test_a_saved_name_is_not_asked_about_as_a_coin(text):
    request = route(text, ("sol",))
    assert request.best.intent in ("total_value", "all_balances", "portfolio_overview")
    assert request.missing == ()


@pytest.mark.parametrize("names", [(), ("main",)])
def test_a_coin_stays_a_coin_where_no_wallet_is_called_so(names):
    assert routed("how much SOL do I have", names) == ("token_balances", {"tokens": ["SOL"]})


@pytest.mark.parametrize(
    "address",
    [
        ALICE,
        ALICE.lower(),
        CAROL,
        DAVE,
        "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        "LaMT348PWRnrqeeWArpwQPbuanpXDZGEUz",
        "ltc1qdp7p2rpx4a2f80h7a4crvppczgg4egmv5c78w8",
        "DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyD",
        "EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2",
        "EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff+W72r5gqPrHF",
        "0:ED1691307050047117B998B561D8DE82D31FBF84910CED6EB5FC92E7485EF8A7",
        "0xdba34672e30cb065b1f93e3ab55318768fd6fef66c15942c9f7cb846e2f900e7",
    ],
)
def test_an_address_of_any_family_is_a_wallet_as_it_is_written(address):
    assert routed(f"what is {address} worth") == ("total_value", {"wallets": [address]})
    assert routed(f"what is {address} worth?")[1] == {"wallets": [address]}
    assert routed(f"我的地址是{address}，总共值多少钱")[1] == {"wallets": [address]}


@pytest.mark.parametrize("wrong", [MISTYPED, ALICE[:-1], ALICE + "0", "0xd8dA...6045", "0xd8dA…6045", "vitalik.eth"])
def test_a_mistyped_address_is_kept_so_that_the_answer_can_say_so(wrong):
    assert routed(f"what is {wrong} worth") == ("total_value", {"wallets": [wrong]})


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ENGLISH),
        ("zh", CHINESE),
        ("es", [row for row in SPANISH if not row[0].startswith(("compra", "vende", "gráfico", "lista"))]),
        ("pt", [row for row in PORTUGUESE if not row[0].startswith(("compre", "liste"))]),
        ("ja", JAPANESE),
    ],
)
def test_the_language_is_that_of_the_words(language, sentences):  # but for words that two languages share
    texts = [text for text, *_ in sentences if len(text.split()) > 1 or language in ("zh", "ja")]
    assert [(text, route(text).language) for text in texts if route(text).language != language] == []


@pytest.mark.parametrize("text", ["", "👛", "swap SOL", "SOL", "buy PEPE", "BTC chart", "USDC balance", ALICE])
def test_the_language_of_nothing_and_of_symbols_is_english(text):
    assert route(text).language == "en"


@pytest.mark.parametrize("text", ["swap half my SOL for BONK", "how much USDC do I have on Base"])
def test_neither_capitals_nor_spaces_around_it_change_a_request(text):
    for other in (text.upper(), text.lower(), f"  {text}\n", f"{text}."):
        assert routed(other) == routed(text)


@pytest.mark.parametrize(
    ("text", "wallets", "chains"),
    [
        ("show sol portfolio", ("sol",), ()),
        ("my portfolio on sol", (), ("501",)),
        ("what is my sol wallet worth", ("sol",), ()),
    ],
)
def test_a_wallet_that_is_called_like_a_coin(text, wallets, chains):
    slots = route(text, ["main", "sol"]).best.slots
    assert (slots.wallets, slots.chains) == (wallets, chains)
