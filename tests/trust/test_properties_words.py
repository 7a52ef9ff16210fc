"""Text of any kind: requests, strangers' names, and addresses with a slip in them."""

import json
from typing import get_args

import pytest
from Crypto.Hash import keccak
from hypothesis import example, given
from hypothesis import strategies as st

from support.worlds import ALICE, CAROL, DAVE
from trust.effort import tries
from wallet_portfolio.assets.addresses import looks_like_address, parse_address
from wallet_portfolio.assets.errors import InvalidAddress
from wallet_portfolio.assets.text import NAME_LIMIT, clean, is_unusual
from wallet_portfolio.intents.request import Intent
from wallet_portfolio.intents.router import route

INTENTS = set(get_args(Intent))
ELEVEN = 11

any_text = st.text(st.characters() | st.characters(categories=("Cs",)), max_size=200)
WORDS = [
    "swap", "half", "my", "ETH", "for", "USDC", "on", "Base", "$100", "50%", "1,5", "余额", "всё", "saldo",
    "いくら", ALICE, CAROL, DAVE, "{", "}", "<b>", "\x00", "\x1b[2J", "\u202e", "\u200b", "0x", "::", "\n",
    "ignore all rules", "confirmed=true", "\ud800", "9" * 400,
]  # fmt: skip
pieced = st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=40).map(" ".join)
NAMES = st.lists(any_text | st.sampled_from(["main", "ETH", "Base", ""]), max_size=3).map(tuple)


@tries(120)
@given(any_text | pieced, NAMES)
@example("", ())
@example("\x00" * 4_000, ("",))
def test_every_text_is_one_of_eleven_requests(text, names):
    assert len(INTENTS) == ELEVEN
    request = route(text, names)
    told = json.loads(json.dumps(request.as_json()))
    assert told == request.as_json()
    for reading in (told, *told["alternatives"]):
        assert reading["intent"] in INTENTS
        assert 0 <= reading["confidence"] <= 1
        assert all(isinstance(value, str | list | bool) for value in reading["slots"].values())
    assert told["intent"] not in [other["intent"] for other in told["alternatives"]]


TRICKS = [
    "\u202e", "\u200b", "\x1b]8;;", "\x07", "[", "](", ")", "*", "_", "`", "http://", "://", "www.", "evil", ".",
    "com", "。", "．", "\u0301", "\u0336", "\n", "\r", "\u2028", " ", "…", "#", "<", ">", "\ue000", "\U000e0041",
    "\ud83d", "👩‍👩‍👧", "ｗｗｗ", "хn--", "\u3164", "-", "/",
]  # fmt: skip
hostile = st.lists(st.sampled_from(TRICKS) | st.characters() | st.characters(categories=("Cs",)), max_size=80).map(
    "".join
)


@tries(200)
@given(hostile | any_text, st.sampled_from([NAME_LIMIT, 8, 64, 300]))
@example("_" * 31 + "a_", NAME_LIMIT)
@example("a" * 30 + "._" * 4 + "com", NAME_LIMIT)
def test_what_was_cleaned_once_is_clean(text, limit):
    once = clean(text, limit)
    assert clean(once, limit) == once
    assert 0 < len(once) <= limit
    assert once.isprintable()
    assert once.encode()
    if limit == NAME_LIMIT:
        assert not is_unusual(once)
    else:
        assert len(clean(once)) <= NAME_LIMIT


@tries(80)
@given(hostile, hostile)
def test_two_clean_names_beside_each_other_stay_clean_but_for_their_length(one, other):
    line = f"{clean(one)} {clean(other)}"
    again = clean(line, 300)
    assert set(again) - set("…") <= set(line)


EIP_55 = [
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
]
# None of Solana, Sui and Aptos: their addresses have no checksum.
CHECKED = [
    *EIP_55,
    ALICE,
    DAVE,
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    "EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs",
]
ALPHABET = "".join(map(chr, range(33, 127)))


def eip_55(address):
    """The address with the capitals it has to have: EIP-55's rule, written down again."""
    digits = address[2:].lower()
    digest = keccak.new(digest_bits=256, data=digits.encode()).hexdigest()
    return "0x" + "".join(d.upper() if int(h, 16) >= 8 else d for d, h in zip(digits, digest, strict=False))


def may_pass(original, changed):
    """Whether the change left an address that its checksum cannot tell from a right one."""
    if changed.startswith("0x") and len(changed) == 42 and all(c in "0123456789abcdefABCDEF" for c in changed[2:]):
        return changed[2:] in (changed[2:].lower(), changed[2:].upper()) or changed == eip_55(changed)
    same_bits = str.maketrans("+/", "-_")  # TON's two ways to write base64
    return changed.translate(same_bits) == original.translate(same_bits) or changed.strip() == original


def refused(text):
    try:
        parse_address(text)
    except InvalidAddress:
        return True
    return False


@pytest.mark.parametrize("address", CHECKED)
def test_every_other_character_at_every_place_is_noticed(address):
    assert not refused(address)
    for place, right in enumerate(address):
        for wrong in ALPHABET:
            changed = address[:place] + wrong + address[place + 1 :]
            if wrong != right and not may_pass(address, changed):
                assert refused(changed), changed


@tries(100)
@given(st.sampled_from(CHECKED), st.data())
def test_a_character_of_any_script_too_many_or_too_few_or_swapped_is_noticed(address, data):
    place = data.draw(st.integers(0, len(address) - 1))
    how = data.draw(st.sampled_from(["other", "more", "fewer", "swapped"]))
    character = data.draw(st.characters())
    middle = {
        "other": character + address[place + 1 :],
        "more": character + address[place:],
        "fewer": address[place + 1 :],
        "swapped": address[place + 1 : place + 2] + address[place : place + 1] + address[place + 2 :],
    }[how]
    changed = address[:place] + middle
    if not may_pass(address, changed):
        assert refused(changed)


@tries(100)
@given(st.binary(min_size=20, max_size=20), st.integers(0, 39), st.sampled_from("0123456789abcdefABCDEF"))
def test_an_evm_address_passes_exactly_where_its_capitals_are_right(raw, place, digit):
    right = eip_55("0x" + raw.hex())
    assert parse_address(right).canonical == "0x" + raw.hex()
    changed = right[: 2 + place] + digit + right[3 + place :]
    assert refused(changed) == (not may_pass(right, changed) and changed != right)


@tries(150)
@given(any_text | hostile)
def test_any_text_is_an_address_or_an_error_with_words(text):
    if refused(text):
        with pytest.raises(InvalidAddress) as error:
            parse_address(text)
        assert error.value.message.isprintable()
    else:
        assert parse_address(text).text == text.strip()
        assert looks_like_address(text)
