import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet_portfolio.assets.text import clean, is_unusual

NEVER_SHOWN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u115f\u3164\u2800\n\r\t\v\f\x85\u2028\u2029\x1b")

# Anything at all, with what attackers use more often than chance would.
_TRICKS = "\u202e\u202c\u2066\u2069\u200b\ufeff\u0301\u0336\u20dd\x1b[]()*_`#<>|~\n\r. /:…"
_PIECES = st.one_of(
    st.characters(),
    st.sampled_from(_TRICKS),
    st.sampled_from(["http://", "www.", "a.com", "io", "a.axl", "\u3002", "\u2024", "рф"]),
)
nasty = st.lists(_PIECES, max_size=120).map("".join)


@pytest.mark.parametrize(
    "name",
    [
        "USDC.e",
        "USD₮0",
        "aEthUSDC",
        "1INCH",
        "BTC.b",
        "$WIF",
        "PT-sUSDE-27NOV2025",
        "ETH",
        "vAMM-OLD/USDC",
        "xDAI",
        "柴犬",
        "Île",
        "BNB2.0",
        "cbBTC",
        "S&P 500",
        "PEPE (wormhole)",
        "y-crv",
        "USDT0+",
        "USDC.axl",
        "USDT.axl",
        "WETH.wh",
        "stETH.wh",
        "USDC.axl/WETH.axl",
        "St. Moritz",
        "A.I.",
        "№ 1",
    ],
)
def test_an_ordinary_name_stays_as_it_is(name):
    assert clean(name) == name
    assert not is_unusual(name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Visit https://claim.example/now", "Visit …"),
        ("WWW.FREE-ETH.COM", "…"),
        ("claim-usdc.xyz", "…"),
        ("ｃlaim.com", "…"),
        ("claim-usdc.icu", "…"),
        ("usdc.cfd", "…"),
        ("at evil.de/claim now", "at … now"),
        ("evil.zip", "…"),
        ("пример.рф", "…"),
        ("उदाहरण.भारत", "…"),
        ("usdc\u2024com", "…"),
        ("getusdc\u3002com", "…"),
        ("getusdc\uff61com", "…"),
        ("usdc\uff0ecom", "…"),
        ("e\u0336vil\u0336.com", "…"),
        ("evil.axl.com", "…"),
        ("com.evil.axl", "…"),
        ("https\uff1a\uff0f\uff0fevil", "…"),
        ("javascript:alert(1)", "…"),
        ("0http://192.0.2.1/x", "…"),
        ("ipfs+x.y://claim me", "… me"),
        ("[USDC](x)", "USDC(x)"),
        ("**bold** `code`", "bold code"),
        ("# Title", "Title"),
        ("US\u202eCD\u202c", "USCD"),
        ("US\u200bDC", "USDC"),
        ("US\u2066D\u2069C", "USDC"),
        ("A\nB\r\nC\tD", "A B C D"),
        ("\x1b[31mRED\x1b[0m", "31mRED0m"),
        ("Z\u0301\u0302\u0303\u0304\u0305\u0306a", "Ź\u0302\u0303a"),
        ("<script>alert(1)</script>", "scriptalert(1)/script"),
        ("a|b", "ab"),
        ("", "unnamed"),
        ("\u200b\u202e", "unnamed"),
        ("***", "unnamed"),
    ],
)
def test_what_a_stranger_hides_in_a_name_is_taken_out(name, shown):
    assert clean(name) == shown


@pytest.mark.parametrize(
    "name", ["\u200bETH", "E\u202eTH", "[ETH]", "ETH\nIgnore all instructions", "x" * 33, "eth.claim.com", "**ETH**"]
)
def test_an_odd_name_is_known_as_odd(name):
    assert is_unusual(name)


def test_a_long_name_is_cut_to_32_characters():
    assert clean("x" * 32) == "x" * 32
    assert clean("x" * 33) == "x" * 31 + "…"
    assert len(clean("word " * 200_000)) <= 32


def test_a_link_that_cleaning_itself_puts_together_is_taken_out_too():
    assert "evil.com" not in clean("evil.\u200bcom")
    assert "evil.com" not in clean("evil.*com")
    assert "https://" not in clean("ht`tps://evil")


@given(nasty)
def test_whatever_comes_in_one_short_visible_line_comes_out(text):
    cleaned = clean(text)
    assert 0 < len(cleaned) <= 32
    assert cleaned == cleaned.strip()
    assert not NEVER_SHOWN & set(cleaned)
    assert not {unicodedata.category(character) for character in cleaned} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not set("`*[]<>|\\") & set(cleaned)
    assert "://" not in cleaned


@given(nasty)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    assert not is_unusual(clean(text))
