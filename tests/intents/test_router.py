"""Everyday sentences to requests: what is asked, and with what. Expected values are written by hand."""

import json

import pytest

from support.worlds import ALICE, CAROL, DAVE, USDC_ETHEREUM
from wallet_portfolio.intents.request import Reading, Request, Slots
from wallet_portfolio.intents.router import route

KEYS = ["intent", "confidence", "slots", "missing", "alternatives"]
SLOTS = {"wallets", "chains", "tokens", "sell", "buy", "amount", "amount_of", "asset_type", "include_risky"}
MISTYPED = ALICE[:-1] + "8"
BRETT = "0x532f27101965dd16442e59d40670faf5ebb142e4"


def routed(text, names=()):
    best = route(text, names).best
    return best.intent, best.slots.stated()


def swap(sell, buy, amount, amount_of="sell", **rest):
    stated = {"sell": sell, "buy": buy, "amount": amount, "amount_of": amount_of, **rest}
    return {name: value for name, value in stated.items() if value}


ENGLISH = [
    ("Which networks do you support?", "supported_chains", {}),
    ("is Base supported", "supported_chains", {"chains": ["8453"]}),
    ("do you support Arbitrum and Optimism?", "supported_chains", {"chains": ["42161", "10"]}),
    ("what is my wallet worth", "total_value", {}),
    (f"total value of {ALICE}", "total_value", {"wallets": [ALICE]}),
    (f"total value of {ALICE} and {CAROL}", "total_value", {"wallets": [ALICE, CAROL]}),
    ("how much is in DeFi", "total_value", {"asset_type": "defi"}),
    ("how much is my wallet worth without DeFi?", "total_value", {"asset_type": "tokens"}),
    ("show my portfolio", "portfolio_overview", {}),
    ("break down my portfolio by chain", "portfolio_overview", {}),
    ("how is my portfolio doing?", "portfolio_overview", {}),
    ("analyse my portfolio on Base", "portfolio_overview", {"chains": ["8453"]}),
    ("what tokens do I hold?", "all_balances", {}),
    ("list all my tokens on polygon and arbitrum", "all_balances", {"chains": ["137", "42161"]}),
    (f"what does {CAROL} hold", "all_balances", {"wallets": [CAROL]}),
    (DAVE, "all_balances", {"wallets": [DAVE]}),
    ("show all tokens, spam included", "all_balances", {"include_risky": True}),
    ("list my holdings without risky tokens", "all_balances", {"include_risky": False}),
    ("hide spam tokens from my balances", "all_balances", {"include_risky": False}),
    ("how much USDC do I have on Base", "token_balances", {"tokens": ["USDC"], "chains": ["8453"]}),
    ("my $WIF and BONK balance", "token_balances", {"tokens": ["WIF", "BONK"]}),
    ("how much ETH is in my cold wallet", "token_balances", {"tokens": ["ETH"], "wallets": ["cold"]}),
    (
        f"how much of {USDC_ETHEREUM} does {ALICE} hold",
        "token_balances",
        {"tokens": [USDC_ETHEREUM], "wallets": [ALICE]},
    ),
    ("swap half my SOL for BONK", "pre_swap_check", swap("SOL", "BONK", "50%")),
    ("buy $100 of PEPE", "pre_swap_check", swap("", "PEPE", "$100", "buy")),
    ("swap 1,500 USDC to DAI", "pre_swap_check", swap("USDC", "DAI", "1500")),
    ("swap 2k USDT for ETH", "pre_swap_check", swap("USDT", "ETH", "2000")),
    ("swap one hundred USDC for ETH", "pre_swap_check", swap("USDC", "ETH", "100")),
    ("convert all my USDT to USDC", "pre_swap_check", swap("USDT", "USDC", "100%")),
    (
        "exchange 25% of my ARB for ETH on Arbitrum",
        "pre_swap_check",
        swap("ARB", "ETH", "25%", chains=["42161"]),
    ),
    ("buy 2 SOL with USDC", "pre_swap_check", swap("USDC", "SOL", "2", "buy")),
    ("sell 10 LINK", "pre_swap_check", swap("LINK", "", "10")),
    ("do I have enough ETH to buy 500 USDC?", "pre_swap_check", swap("ETH", "USDC", "500", "buy")),
    (f"swap 100 USDC for {BRETT} on Base", "pre_swap_check", swap("USDC", BRETT, "100", chains=["8453"])),
    ("which of my tokens are losing money", "sell_underperformers", {}),
    ("what are my worst performers today?", "sell_underperformers", {}),
    ("show my losers on base", "sell_underperformers", {"chains": ["8453"]}),
    ("sell my worst performing tokens", "sell_underperformers", {}),
    ("price of LINK", "token_details", {"tokens": ["LINK"]}),
    ("what is the market cap of UNI", "token_details", {"tokens": ["UNI"]}),
    ("is PEPE safe to buy?", "token_details", {"tokens": ["PEPE"]}),
    (f"price of {USDC_ETHEREUM} on Ethereum", "token_details", {"tokens": [USDC_ETHEREUM], "chains": ["1"]}),
    ("show me the chart of SOL", "price_chart", {"tokens": ["SOL"]}),
    ("what is the chart of dogecoin this month", "price_chart", {"tokens": ["DOGE"]}),
    ("find the contract address of PEPE", "token_search", {"tokens": ["PEPE"]}),
    ("search for the token WIF on Solana", "token_search", {"tokens": ["WIF"], "chains": ["501"]}),
]
CHINESE = [
    ("你支持哪些链", "supported_chains", {}),
    ("你們支援哪些鏈？", "supported_chains", {}),
    ("我一共有多少资产", "total_value", {}),
    ("我的钱包值多少钱", "total_value", {}),
    ("我的DeFi仓位值多少钱", "total_value", {"asset_type": "defi"}),
    ("我钱包里有哪些币", "all_balances", {}),
    ("列出我在Arbitrum上的所有代币", "all_balances", {"chains": ["42161"]}),
    ("显示所有代币，包括垃圾币", "all_balances", {"include_risky": True}),
    ("我在Base上有多少USDC", "token_balances", {"tokens": ["USDC"], "chains": ["8453"]}),
    ("我有多少以太幣", "token_balances", {"tokens": ["ETH"]}),
    ("我有多少SOL在Solana上", "token_balances", {"tokens": ["SOL"], "chains": ["501"]}),
    ("我的持仓分析", "portfolio_overview", {}),
    ("显示我的投资组合", "portfolio_overview", {}),
    ("顯示我的投資組合", "portfolio_overview", {}),
    ("把一半eth换成usdc", "pre_swap_check", swap("ETH", "USDC", "50%")),
    ("把一半的SOL換成USDC", "pre_swap_check", swap("SOL", "USDC", "50%")),
    ("把100USDT换成BTC", "pre_swap_check", swap("USDT", "BTC", "100")),
    ("用100美元买PEPE", "pre_swap_check", swap("", "PEPE", "$100", "buy")),
    ("我的哪些币在亏钱", "sell_underperformers", {}),
    ("卖掉表现最差的币", "sell_underperformers", {}),
    ("PEPE的市值是多少", "token_details", {"tokens": ["PEPE"]}),
    ("PEPE现在多少钱", "token_details", {"tokens": ["PEPE"]}),
    ("看看SOL的K线", "price_chart", {"tokens": ["SOL"]}),
    ("查一下BONK的合约地址", "token_search", {"tokens": ["BONK"]}),
]
SPANISH = [
    ("¿qué redes soportas?", "supported_chains", {}),
    ("¿Base está soportada?", "supported_chains", {"chains": ["8453"]}),
    ("¿Cuánto vale mi cartera?", "total_value", {}),
    ("¿Cuánto dinero tengo en total?", "total_value", {}),
    (f"¿Cuánto vale {ALICE}?", "total_value", {"wallets": [ALICE]}),
    ("¿Cuánto tengo en DeFi?", "total_value", {"asset_type": "defi"}),
    ("Muéstrame todos mis tokens", "all_balances", {}),
    ("lista todos mis tokens en Polygon", "all_balances", {"chains": ["137"]}),
    ("incluye los tokens de spam en mi lista", "all_balances", {"include_risky": True}),
    ("cuánto USDC tengo en Base", "token_balances", {"tokens": ["USDC"], "chains": ["8453"]}),
    ("¿Cuánto ETH tengo?", "token_balances", {"tokens": ["ETH"]}),
    ("muéstrame mi portafolio", "portfolio_overview", {}),
    ("cambia 1.500 USDT por ETH", "pre_swap_check", swap("USDT", "ETH", "1500")),
    ("cambia 1.500,50 USDT por ETH", "pre_swap_check", swap("USDT", "ETH", "1500.50")),
    ("cambia la mitad de mis SOL por USDC", "pre_swap_check", swap("SOL", "USDC", "50%")),
    ("vende todo mi ARB por USDC", "pre_swap_check", swap("ARB", "USDC", "100%")),
    ("compra $100 de PEPE", "pre_swap_check", swap("", "PEPE", "$100", "buy")),
    ("¿qué tokens míos están perdiendo?", "sell_underperformers", {}),
    ("vende mis peores tokens", "sell_underperformers", {}),
    ("¿cuál es la capitalización de mercado de UNI?", "token_details", {"tokens": ["UNI"]}),
    ("precio de LINK", "token_details", {"tokens": ["LINK"]}),
    ("gráfico de BTC", "price_chart", {"tokens": ["BTC"]}),
    ("busca la dirección del contrato de PEPE", "token_search", {"tokens": ["PEPE"]}),
]
PORTUGUESE = [
    ("quais redes vocês suportam?", "supported_chains", {}),
    ("a Base é suportada?", "supported_chains", {"chains": ["8453"]}),
    ("quanto vale minha carteira?", "total_value", {}),
    ("quanto tenho no total?", "total_value", {}),
    ("quanto tenho em DeFi?", "total_value", {"asset_type": "defi"}),
    ("mostre todos os meus tokens", "all_balances", {}),
    ("liste todos os meus tokens na Polygon", "all_balances", {"chains": ["137"]}),
    ("quanto ETH eu tenho?", "token_balances", {"tokens": ["ETH"]}),
    ("mostre meu portfólio", "portfolio_overview", {}),
    ("quero trocar 1.500 USDT por ETH", "pre_swap_check", swap("USDT", "ETH", "1500")),
    ("quero trocar 0,5 ETH por USDC", "pre_swap_check", swap("ETH", "USDC", "0.5")),
    ("troque metade do meu SOL por USDC", "pre_swap_check", swap("SOL", "USDC", "50%")),
    ("venda todo o meu ARB por USDC", "pre_swap_check", swap("ARB", "USDC", "100%")),
    ("compre $100 de PEPE", "pre_swap_check", swap("", "PEPE", "$100", "buy")),
    ("quais dos meus tokens estão no prejuízo?", "sell_underperformers", {}),
    ("qual é o valor de mercado do UNI?", "token_details", {"tokens": ["UNI"]}),
    ("gráfico do BTC", "price_chart", {"tokens": ["BTC"]}),
    ("ache o endereço do contrato da PEPE", "token_search", {"tokens": ["PEPE"]}),
]
JAPANESE = [
    ("対応しているネットワークを教えて", "supported_chains", {}),
    ("Baseに対応していますか？", "supported_chains", {"chains": ["8453"]}),
    ("ウォレットの合計額はいくら？", "total_value", {}),
    ("資産の合計はいくらですか？", "total_value", {}),
    ("DeFiにいくらありますか？", "total_value", {"asset_type": "defi"}),
    ("保有しているトークンを全部見せて", "all_balances", {}),
    ("Polygonの全トークンを一覧して", "all_balances", {"chains": ["137"]}),
    ("USDCの残高を教えて", "token_balances", {"tokens": ["USDC"]}),
    ("ポートフォリオを見せて", "portfolio_overview", {}),
    ("0.5ETHをUSDCに交換", "pre_swap_check", swap("ETH", "USDC", "0.5")),
    ("SOLの半分をUSDCに交換して", "pre_swap_check", swap("SOL", "USDC", "50%")),
    ("ARBを全部USDCに売って", "pre_swap_check", swap("ARB", "USDC", "100%")),
    ("100ドル分のPEPEを買いたい", "pre_swap_check", swap("", "PEPE", "$100", "buy")),
    ("損をしているトークンはどれ？", "sell_underperformers", {}),
    ("UNIの時価総額は？", "token_details", {"tokens": ["UNI"]}),
    ("BTCのチャートを見せて", "price_chart", {"tokens": ["BTC"]}),
    ("PEPEのコントラクトアドレスを探して", "token_search", {"tokens": ["PEPE"]}),
]


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


KEY = "0c28fca386c7a227600b2fe50b7cae11ec86d3bf1fbe471be89827e19d72aa1d"
SECRETS = {
    "hexadecimal": KEY,
    "hexadecimal in capitals": KEY.upper(),
    "hexadecimal with a slip": KEY[:-1],
    "hexadecimal of 64 bytes": KEY * 2,
    "wallet import format": "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
    "compressed wallet import format": "KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617",
    "encrypted": "6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg",
    "extended": (
        "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi"
    ),
    "Sui": "suiprivkey1qzdlfxn2qa2lj5uprl8pyhexs02sg2wrhdy7qaq50cqgnffw4c2477kg9h3",
    "Aptos": "ed25519-priv-0x4e5e3be60f4bbd5e98d086d932f3ce779ff4b58da99bf9e5241ae1212a29e5fe",
    "Stellar": "SCZANGBA5YHTNYVVV4C3U252E2B6P6F5T3U6MM63WBSBZATAQI3EBTQ4",
    "Solana": "4" * 88,
}
PHRASES = [
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
    "legal winner thank year wave sausage worth useful legal winner thank yellow",
]
AROUND_A_SECRET = [
    "{}",
    "what is {} worth",
    "my private key is {}, how much ETH do I have",
    "show the portfolio of wallet '{}'",
    "my wallet called {}",
    "balance of {}",
    "price of {}",
    "price of ${}",
    "find token {}",
    "swap 1 ETH for {}",
    "how much {} do I have on Base",
    "what is abc...{} worth",
    "帮我看看{}的余额",
    "cuánto vale {}",
]


def said(request):
    """Everything that a caller can see of a request, in lower case."""
    return json.dumps(request.as_json(), ensure_ascii=False).lower() + repr(request).lower()


@pytest.mark.parametrize("kind", SECRETS)
@pytest.mark.parametrize("around", AROUND_A_SECRET)
def test_a_private_key_appears_nowhere(kind, around):
    secret = SECRETS[kind].lower()
    seen = said(route(around.format(SECRETS[kind]), ("main",)))
    assert [secret[at : at + 8] for at in range(len(secret) - 8) if secret[at : at + 8] in seen] == []


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("around", [around for around in AROUND_A_SECRET if "..." not in around])
def test_a_seed_phrase_appears_nowhere(phrase, around):
    seen = said(route(around.format(phrase), ("main",)))
    assert [word for word in set(phrase.split()) if f'"{word}' in seen or f"'{word}" in seen] == []


@pytest.mark.parametrize(
    ("text", "names", "missing"),
    [
        ("swap half my SOL for BONK", (), ["wallet"]),
        ("swap half my SOL for BONK", ("main",), []),
        (f"swap half the SOL of {CAROL} for BONK", (), []),
        ("buy PEPE", ("main",), ["sell", "amount"]),
        ("buy PEPE", (), ["sell", "amount", "wallet"]),
        ("sell 10 LINK", ("main",), ["buy"]),
        ("swap all of it", (), ["sell", "buy", "wallet"]),
        ("show chart", (), ["tokens"]),
        ("price of LINK", (), []),
        ("what is my wallet worth", (), ["wallet"]),
        ("what is my wallet worth", ("main",), []),
        ("which of my tokens are losing money", (), ["wallet"]),
        ("is Base supported", (), []),
        ("hello", (), []),
    ],
)
def test_what_has_to_be_known_and_is_not_stated_is_missing(text, names, missing):
    assert [*route(text, names).missing] == missing


@pytest.mark.parametrize("text", [*(text for text, *_ in ENGLISH[::3]), "show everything of it", "hello", ""])
def test_the_json_has_five_keys_and_only_stated_slots(text):
    answer = route(text).as_json()
    assert [*answer] == KEYS
    assert answer["slots"].keys() <= SLOTS
    assert None not in answer["slots"].values()
    for alternative in answer["alternatives"]:
        assert [*alternative] == ["intent", "confidence", "slots"]
    assert json.loads(json.dumps(answer)) == answer
    assert answer["confidence"] == round(answer["confidence"], 3)


def test_the_json_of_the_design():
    answer = dict(route("swap half my SOL for BONK").as_json())
    assert answer.pop("confidence") > 0.8
    assert answer == {
        "intent": "pre_swap_check",
        "slots": {"sell": "SOL", "buy": "BONK", "amount": "50%", "amount_of": "sell"},
        "missing": ["wallet"],
        "alternatives": [],
    }


def test_everything_that_a_request_can_state_is_in_its_json():
    slots = Slots(("a",), ("1",), ("T",), "S", "B", "1", "buy", "defi", include_risky=False)
    request = Request(Reading("pre_swap_check", 0.98765, slots), (Reading("total_value", 0.1),), ("wallet",))
    assert request.as_json() == {
        "intent": "pre_swap_check",
        "confidence": 0.988,
        "slots": {
            "wallets": ["a"],
            "chains": ["1"],
            "tokens": ["T"],
            "sell": "S",
            "buy": "B",
            "amount": "1",
            "amount_of": "buy",
            "asset_type": "defi",
            "include_risky": False,
        },
        "missing": ["wallet"],
        "alternatives": [{"intent": "total_value", "confidence": 0.1, "slots": {}}],
    }


VAGUE = ["how much do I have", "price", "wallet", "ETH Base", "SOL", "and now?", "bitcoin", "money", "show me", "多少"]


@pytest.mark.parametrize("text", [*VAGUE, *(text for text, *_ in ENGLISH[::4])])
def test_alternatives_are_few_other_intents_worth_naming_the_likeliest_first(text):
    request = route(text)
    likely = [reading.confidence for reading in request.alternatives]
    assert len(likely) <= 2
    assert likely == sorted(likely, reverse=True)
    assert all(confidence >= 0.1 for confidence in likely)
    intents = [request.best.intent, *(reading.intent for reading in request.alternatives)]
    assert len(set(intents)) == len(intents)
    assert request.best.confidence + sum(likely) <= 1.0001


def test_vague_words_have_alternatives_and_are_close():
    assert any(route(text).alternatives for text in VAGUE)
    assert any(route(text).close for text in VAGUE)


@pytest.mark.parametrize("text", [text for text, *_ in [*ENGLISH[::4], *CHINESE[::4], *SPANISH[::4]]])
def test_a_clear_sentence_is_not_close(text):
    assert not route(text).close


@pytest.mark.parametrize("text", [*VAGUE, "hello", "send it", *(text for text, *_ in JAPANESE)])
def test_a_doubtful_reading_and_two_as_likely_are_close(text):
    request = route(text)
    second = max((reading.confidence for reading in request.alternatives), default=0)
    if request.best.confidence < second + 0.1:
        assert request.close
    if request.best.confidence < 0.45 and request.best.intent != "out_of_scope":
        assert request.close
    if request.best.confidence > 0.6:
        assert not request.close


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
