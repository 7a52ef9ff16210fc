"""Expected values are published ones: the EIPs, the BIPs, ENSIP-9, TON's documentation, well-known accounts."""

import pytest

from assets.published import (
    BIP_350_VALID,
    DOGECOIN,
    EIP_55,
    GENESIS,
    LITECOIN,
    P2SH,
    SEGWIT_INVALID,
    SOLANA_SYSTEM,
    SOLANA_USDC,
    SOLANA_WRAPPED,
    SUI_PACKAGE,
    TON_DOCS,
    TON_DOCS_FORMS,
    TON_DOCS_TESTNET,
    TON_FUND,
    TON_FUND_MASTERCHAIN,
    TON_FUND_RAW,
    TRON_USDT,
    VALID,
    VITALIK,
    refusal,
)
from wallet_portfolio.assets.addresses import looks_like_address, parse_address


def swapped(address: str, position: int) -> str:
    """The address with one letter or digit replaced by another that may stand there."""
    old = address[position]
    kind = "0123456789abcdef" if address.startswith("0x") else "23456789acdefghjkmnpqrstuvwxyz"
    new = next(each for each in kind[kind.find(old.lower()) + 1 :] + kind if each != old.lower())
    return address[:position] + (new.upper() if old.isupper() else new) + address[position + 1 :]


class TestEvm:
    @pytest.mark.parametrize("text", [*EIP_55, VITALIK])
    def test_checksummed(self, text):
        address = parse_address(f"  {text}\n")
        assert (address.text, address.canonical) == (text, text.lower())
        assert (address.families, address.chain_indexes) == ({"evm"}, None)

    @pytest.mark.parametrize("text", [VITALIK.lower(), "0x" + VITALIK[2:].upper(), "0x" + "0" * 40])
    def test_one_case_makes_no_statement(self, text):
        assert parse_address(text).canonical == text.lower()

    @pytest.mark.parametrize("position", [2, 9, 20, 41])
    def test_a_wrong_letter_fails_the_checksum(self, position):
        wrong = swapped(EIP_55[4], position)
        assert "wrong checksum" in refusal(wrong)
        assert looks_like_address(wrong)

    def test_a_letter_in_the_wrong_case(self):
        assert refusal(EIP_55[4].replace("0x5aA", "0x5aa")) == (
            "The address 0x5aae…eAed has a wrong checksum: its capital and small letters do not fit. "
            "There is probably a typing error in it: please copy it again from your wallet."
        )

    @pytest.mark.parametrize(("text", "said"), [(VITALIK[:-1], "39 characters"), (VITALIK + "0", "41 characters")])
    def test_length(self, text, said):
        assert said in refusal(text)

    def test_capital_x(self):
        assert "capital X" in refusal("0X" + VITALIK[2:])

    def test_lacking_0x(self):
        assert "write 0x in front" in refusal(VITALIK[2:].lower())

    def test_a_letter_that_is_no_digit(self):
        assert "letters a-f" in refusal(VITALIK[:-1] + "g")

    def test_short_form(self):
        assert parse_address(VITALIK).short == "0xd8dA…6045"


class TestBitcoin:
    @pytest.mark.parametrize("text", BIP_350_VALID)
    def test_segwit(self, text):
        address = parse_address(text)
        assert (address.canonical, address.families, address.chain_indexes) == (text.lower(), {"bitcoin"}, None)

    @pytest.mark.parametrize("text", SEGWIT_INVALID)
    def test_invalid_segwit(self, text):
        assert "wrong checksum or length" in refusal(text)

    @pytest.mark.parametrize("text", [GENESIS, P2SH])
    def test_base58check(self, text):
        address = parse_address(text)
        assert (address.canonical, address.families, address.chain_indexes) == (text, {"bitcoin"}, None)

    @pytest.mark.parametrize(
        "text",
        [
            "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
            "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn",
            "2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc",
            "tltc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qsnr4fp",
        ],
    )
    def test_test_networks(self, text):
        assert "test network" in refusal(text)
        assert looks_like_address(text)


@pytest.mark.parametrize("position", [1, 8, 17, 30])
@pytest.mark.parametrize("address", [GENESIS, P2SH, TRON_USDT, *LITECOIN, *DOGECOIN, BIP_350_VALID[4], TON_FUND])
def test_a_wrong_character_is_always_noticed(address, position):
    position = max(position, 5) if address[:3] in ("bc1", "ltc") else position
    wrong = swapped(address, position)
    assert wrong != address
    assert "wrong checksum" in refusal(wrong)
    assert looks_like_address(wrong)


@pytest.mark.parametrize("text", [SOLANA_SYSTEM, SOLANA_USDC, SOLANA_WRAPPED])
def test_solana(text):
    address = parse_address(text)
    assert (address.text, address.canonical, address.families) == (text, text, {"solana"})


@pytest.mark.parametrize("text", [SOLANA_USDC[:-2], SOLANA_USDC + "1"])
def test_a_solana_address_of_the_wrong_length(text):
    assert "wrong length for Solana" in refusal(text)


@pytest.mark.parametrize("text", [SOLANA_USDC[:-1] + "0", GENESIS[:-1] + "l"])
def test_characters_that_base58_does_not_have(text):
    assert "the digit 0, the capitals O and I, or the small l" in refusal(text)


def test_tron():
    address = parse_address(TRON_USDT)
    assert (address.canonical, address.families, address.short) == (TRON_USDT, {"tron"}, "TR7NHq…Lj6t")


@pytest.mark.parametrize(("texts", "index"), [(LITECOIN, "2"), (DOGECOIN, "3")])
def test_litecoin_and_dogecoin(texts, index):
    for text in texts:
        address = parse_address(text)
        assert (address.text, address.families, address.chain_indexes) == (text, {"utxo"}, {index})


def test_a_litecoin_segwit_address_in_capitals():
    address = parse_address(LITECOIN[2].upper())
    assert (address.canonical, address.chain_indexes) == (LITECOIN[2], {"2"})


def test_sixty_four_digits_are_sui_or_aptos():
    address = parse_address(SUI_PACKAGE.replace("db", "DB"))
    assert (address.canonical, address.families) == (SUI_PACKAGE, {"sui", "aptos"})


class TestTon:
    @pytest.mark.parametrize("text", TON_DOCS_FORMS)
    def test_every_form_is_the_same_account(self, text):
        address = parse_address(text)
        assert (address.text, address.canonical, address.families) == (text, TON_DOCS, {"ton"})

    @pytest.mark.parametrize(
        ("text", "canonical"),
        [(TON_FUND_RAW, TON_FUND), (TON_FUND_RAW.replace("0:", "-1:"), TON_FUND_MASTERCHAIN)],
    )
    def test_workchains(self, text, canonical):
        assert parse_address(text).canonical == canonical
        assert parse_address(canonical).canonical == canonical

    def test_testnet(self):
        assert "test network" in refusal(TON_DOCS_TESTNET)

    @pytest.mark.parametrize("text", ["A" * 48, "EQ" + "A" * 46])
    def test_nothing_but_the_length(self, text):
        assert "wrong checksum for TON" in refusal(text)


class TestNotAddresses:
    @pytest.mark.parametrize("text", ["vitalik.eth", "pay.vitalik.eth", "toly.sol", "Vitalik.ETH"])
    def test_names(self, text):
        assert refusal(text) == "Names like name.eth are not looked up here. Please give the address itself."
        assert looks_like_address(text)

    @pytest.mark.parametrize("text", ["0xd8dA…6045", "0xd8dA...6045", "bc1q..3t4", "TR7N***Lj6t"])
    def test_shortened(self, text):
        assert "shortened" in refusal(text)
        assert looks_like_address(text)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "empty"),
            ("   ", "empty"),
            (f"{VITALIK} {GENESIS}", "one address, in one piece"),
            (VITALIK[:20] + "\u200b" + VITALIK[20:], "may be invisible"),
            (VITALIK.replace("a", "а"), "characters that no address has"),
            ("rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "not an address of a network I know"),
            ("XanAvE5GMB8CsPH78B9moJq9viEVKvCS4f", "a network that is not supported"),
            ("savings", "not an address of a network I know"),
            ("x" * 1_000_000, "not an address of a network I know"),
        ],
    )
    def test_what_is_said(self, text, said):
        assert said in refusal(text)

    @pytest.mark.parametrize(
        "text",
        [
            "main",
            "cold storage",
            "my-ledger",
            "0xMaki",
            "bc1",
            "btc1",
            "treasury.v2",
            "Dad",
            "my long-term savings wallet",
            "",
        ],
    )
    def test_names_of_wallets_do_not_look_like_addresses(self, text):
        assert not looks_like_address(text)

    @pytest.mark.parametrize("text", VALID)
    def test_addresses_do(self, text):
        assert looks_like_address(f" {text} ")
