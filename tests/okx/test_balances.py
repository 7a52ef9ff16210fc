"""A row that is read at a glance says what it says when it is read with care."""

from hypothesis import given
from hypothesis import strategies as st

from support.worlds import ALICE, USDC_BASE, USDC_SOLANA
from wallet_portfolio.assets.addresses import parse_address
from wallet_portfolio.okx.balances import _at_a_glance, _with_care, read_balances
from wallet_portfolio.okx.transport import read_json
from wallet_portfolio.okx.wire import Unreadable

SUI = "0xdba34672e30cb065b1f93e3ab55318768fd6fef66c15942c9f7cb846e2f900e7::usdc::USDC"
OTHER = "0x000000000000000000000000000000000000dEaD"
ORDINARY = {
    "chainIndex": "8453",
    "tokenContractAddress": USDC_BASE,
    "symbol": "USDC",
    "balance": "12.50",
    "tokenPrice": "0.9998",
    "isRiskToken": False,
    "rawBalance": "12500000",
    "address": ALICE,
}
odd = st.sampled_from([None, True, 0, 1, -1, [], {}, "", " ", "x", read_json(b"1.5"), read_json(b"1e999")])
number = st.sampled_from(
    ["0", "0.0", "1", "-1", "+1", "1.", ".5", "1e3", "1e999", "１２", "1_0", "NaN", " 1 ", "9" * 41]
)
row = st.fixed_dictionaries(
    {},
    optional={
        "chainIndex": odd | st.sampled_from(["1", "501", "784", "0", "144", "123456789", "abc", 8453]),
        "tokenContractAddress": odd | st.sampled_from([USDC_SOLANA, SUI, USDC_BASE.upper(), "0x", "0xg", "a" * 300]),
        "symbol": odd | st.text(max_size=20),
        "balance": odd | number,
        "tokenPrice": odd | number,
        "isRiskToken": odd | st.sampled_from(["true", "false", "maybe"]),
        "address": odd | st.sampled_from([ALICE.lower(), ALICE.upper(), OTHER]),
    },
)


@given(row, st.sets(st.sampled_from(sorted(ORDINARY)), max_size=1))
def test_what_is_seen_at_a_glance_is_what_care_reads(changes, left_out):
    told = {name: value for name, value in {**ORDINARY, **changes}.items() if name not in left_out}
    seen = _at_a_glance(told, {ALICE, None})
    read = _with_care(told, parse_address(ALICE), set())
    assert seen in (None, read)
    if seen:
        assert (type(seen.risky), str(seen.amount), str(seen.price_usd)) == (
            bool,
            str(read.amount),
            str(read.price_usd),
        )


def test_ordinary_rows_need_no_more_than_a_glance():
    for changes in (
        {},
        {"tokenPrice": ""},
        {"tokenContractAddress": ""},
        {"symbol": "visit x.com"},
        {"isRiskToken": True},
    ):
        assert _at_a_glance({**ORDINARY, **changes}, {ALICE, None})
    for told in (None, [], "row", 1, {}):
        assert _at_a_glance(told, {ALICE, None}) is None


def test_another_spelling_of_the_holder_is_looked_at_once_and_another_holder_always():
    rows = [{**ORDINARY, "tokenContractAddress": f"0x{n:040x}", "address": ALICE.lower()} for n in range(3)]
    others = [{**row, "address": OTHER, "chainIndex": "1"} for row in rows]
    found = read_balances([{"tokenAssets": [*others, *rows]}], ALICE)
    assert [balance.id.address for balance in found.rows] == [f"0x{n:040x}" for n in range(3)]
    assert found.unreadable == (Unreadable("1", "USDC", of_another=True),) * 3
