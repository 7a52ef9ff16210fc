"""What is refused as an address is refused in words, and these repeat next to nothing of it: it may be a secret."""

import string
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assets.published import (
    SECRETS,
    VALID,
    refusal,
)
from wallet_portfolio.assets.addresses import looks_like_address, parse_address
from wallet_portfolio.assets.contracts import contract_families
from wallet_portfolio.assets.errors import InvalidAddress


class TestSecrets:
    @pytest.mark.parametrize("secret", SECRETS)
    def test_are_refused_with_a_warning_that_holds_nothing_of_them(self, secret):
        message = refusal(secret)
        assert "Never share it" in message
        assert not any(word in message for word in secret.replace(",", " ").split() if len(word) > 2)
        assert looks_like_address(secret)
        with pytest.raises(InvalidAddress, match="Never share it"):
            contract_families(secret)

    @pytest.mark.parametrize("text", VALID)
    def test_addresses_are_not_taken_for_secrets(self, text):
        assert parse_address(text)

    @pytest.mark.parametrize(
        "secret",
        [
            SECRETS[0] + "xyz",
            "my seed phrase is " + SECRETS[8],
            "legal winner thank year wave sausage worth useful legal winner thank yellows-and-more",
            "0x" + SECRETS[4],
        ],
    )
    def test_with_a_slip_in_them_are_not_quoted_either(self, secret):
        message = refusal(secret)
        assert looks_like_address(secret)
        assert not any(word in message for word in secret.split() if len(word) > 4)


ADDRESS_LIKE = st.builds(
    lambda start, rest: start + rest,
    st.sampled_from(["0x", "bc1", "BC1q", "ltc1", "T", "1", "EQ", "UQ", "0:", "-1:", "", "tb1", "D", "[", "5", "0X"]),
    st.text(string.ascii_letters + string.digits + "+/-_:.,… ", max_size=90)
    | st.text("0123456789abcdefA", max_size=70),
)


def outcome(read: Callable[[str], object], text: str) -> object:
    try:
        return read(text)
    except InvalidAddress as error:
        return error


@given(st.text() | ADDRESS_LIKE)
@example("0x")
@example("bc1")
@example("1" * 35)
@example("bc1\u212a")
def test_nothing_but_invalid_address_is_raised(text):
    outcome(contract_families, text)
    address = outcome(parse_address, text)
    if isinstance(address, InvalidAddress):
        assert address.message.isprintable()
        assert len(address.message) < 300
    else:
        assert address.text == text.strip()
        assert looks_like_address(text)
        assert parse_address(address.canonical).canonical == address.canonical


@given(st.sampled_from(VALID), st.data())
def test_messages_hold_no_more_than_six_characters_in_a_row_of_what_was_typed(address, data):
    position = data.draw(st.integers(0, len(address) - 1))
    text = (address[:position] + data.draw(st.sampled_from("0OIlz9_\u200b ")) + address[position + 1 :]).strip()
    refused = outcome(parse_address, text)
    if isinstance(refused, InvalidAddress):
        assert not any(text[at : at + 7] in refused.message for at in range(len(text) - 6))
