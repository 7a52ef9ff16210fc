"""Expected values are published ones: the EIPs, the BIPs, ENSIP-9, TON's documentation, well-known accounts."""

import string
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wallet_portfolio.assets.addresses import looks_like_address, parse_address
from wallet_portfolio.assets.contracts import canonical_contract, contract_families
from wallet_portfolio.assets.errors import InvalidAddress

EIP_55 = [
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
]
VITALIK = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045"

BIP_350_VALID = [
    "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
    "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
    "BC1SW50QGDZ25J",
    "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
]
SEGWIT_INVALID = [
    # BIP-350
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
    "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",
    "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
    "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R",
    "bc1pw5dgrnzv",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav",
    "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf",
    "bc1gmk9yu",
    # BIP-173, the ones that BIP-350 made or left invalid
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
    "BC13W508D6QEJXTDG4Y5R3ZARVARY0C5XW7KN40WF2",
    "bc1rw5uspcuh",
    "bc10w508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kw5rljs90",
    "bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du",
    "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7k7grplx",
    "BC1SW50QA3JX3S",
    "bc1zw508d6qejxtdg4y5r3zarvaryvg6kdaj",
    "bc1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
    "ltc1qdp7p2rpx4a2f80h7a4crvppczgg4egmv5c78w9",
]

GENESIS = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
P2SH = "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"
TRON_USDT = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
SOLANA_SYSTEM = "11111111111111111111111111111111"
SOLANA_USDC = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"
SOLANA_WRAPPED = "So11111111111111111111111111111111111111112"
LITECOIN = [  # ENSIP-9
    "LaMT348PWRnrqeeWArpwQPbuanpXDZGEUz",
    "MQMcJhpWHYVeQArcZR3sBgyPZxxRtnH441",
    "ltc1qdp7p2rpx4a2f80h7a4crvppczgg4egmv5c78w8",
]
DOGECOIN = ["DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyD", "AF8ekvSf6eiSBRspJjnfzK6d1EM6pnPq3G"]  # ENSIP-9

# The TON Believers Fund, and the example of TON's documentation, in every form.
TON_FUND = "EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2"
TON_FUND_RAW = "0:ED1691307050047117B998B561D8DE82D31FBF84910CED6EB5FC92E7485EF8A7"
TON_FUND_MASTERCHAIN = "Ef_tFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p3X-"
TON_DOCS = "EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPrHF"
TON_DOCS_FORMS = [
    TON_DOCS,
    "UQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPuwA",
    "EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff+W72r5gqPrHF",
    "0:ca6e321c7cce9ecedf0a8ca2492ec8592494aa5fb5ce0387dff96ef6af982a3e",
]
TON_DOCS_TESTNET = "kQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPgpP"

SUI_PACKAGE = "0xdba34672e30cb065b1f93e3ab55318768fd6fef66c15942c9f7cb846e2f900e7"
SUI_USDC = f"{SUI_PACKAGE}::usdc::USDC"

VALID = [
    *EIP_55, *BIP_350_VALID, GENESIS, P2SH, TRON_USDT, SOLANA_SYSTEM, SOLANA_USDC, SOLANA_WRAPPED, *LITECOIN, *DOGECOIN,
    TON_FUND, TON_FUND_RAW, *TON_DOCS_FORMS, SUI_PACKAGE,
]  # fmt: skip

# The well-known example keys of the Bitcoin wiki, of BIP-32, BIP-38 and BIP-39.
SECRETS = [
    "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
    "KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617",
    "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTI",
    "0C28FCA386C7A227600B2FE50B7CAE11EC86D3BF1FBE471BE89827E19D72AA1D",
    "0c28fca386c7a227600b2fe50b7cae11ec86d3bf1fbe471be89827e19d72aa1",
    "6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg",
    "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi",
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
    "legal winner thank year wave sausage worth useful legal winner thank yellow",
    "1 legal 2. winner 3. thank 4. year 5. wave 6. sausage 7. worth 8. useful 9. legal 10. winner 11. thank 12. yellow",
    "Legal, winner, thank, year, wave, sausage, worth, useful, legal, winner, thank, yellow\n",
    " ".join(["abandon"] * 23 + ["art"]),
    "あいこくしん " * 11 + "あおぞら",
    "[" + ",".join(str(number * 3) for number in range(64)) + "]",
    "suiprivkey1qzdlfxn2qa2lj5uprl8pyhexs02sg2wrhdy7qaq50cqgnffw4c2477kg9h3",
    "ed25519-priv-0x4e5e3be60f4bbd5e98d086d932f3ce779ff4b58da99bf9e5241ae1212a29e5fe",
    "4" * 88,
]  # fmt: skip


def refusal(text: str) -> str:
    with pytest.raises(InvalidAddress) as caught:
        parse_address(text)
    return caught.value.message


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


class TestContracts:
    @pytest.mark.parametrize(
        ("text", "families"),
        [
            ("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", {"evm"}),
            ("0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", {"evm"}),
            (SOLANA_USDC, {"solana"}),
            (SOLANA_WRAPPED, {"solana"}),
            (TRON_USDT, {"tron"}),
            (SUI_USDC, {"sui", "aptos"}),
            ("0x2::sui::SUI", {"sui", "aptos"}),
            ("0x1::aptos_coin::AptosCoin", {"sui", "aptos"}),
            (f"0x2::coin::Coin<{SUI_USDC}>", {"sui", "aptos"}),
            (SUI_PACKAGE, {"aptos"}),
            (TON_DOCS, {"ton"}),
            (TON_FUND_RAW, {"ton"}),
            *(
                (symbol, frozenset())
                for symbol in ["USDC", "0x0", "0xBTC", "TRUMP", "$WIF", "wrapped ether", "", "1INCH"]
            ),
            ("officialtrumpmemecoinonthesolananetwork", frozenset()),
        ],
    )
    def test_families(self, text, families):
        assert contract_families(text) == families

    @pytest.mark.parametrize(
        "text",
        [
            "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB49",
            "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB4",
            TRON_USDT[:-1] + "u",
            SOLANA_USDC[:-2],
            TON_DOCS[:-1] + "G",
            GENESIS,
            DOGECOIN[0],
        ],
    )
    def test_mistyped_ones_and_wallets_are_refused(self, text):
        with pytest.raises(InvalidAddress):
            contract_families(text)

    def test_lower_case_is_for_evm_only(self):
        assert canonical_contract("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48") == (
            "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
        )
        assert canonical_contract(SOLANA_USDC) == SOLANA_USDC
        assert canonical_contract(SUI_USDC) == SUI_USDC

    @pytest.mark.parametrize(
        ("text", "canonical"),
        [
            ("0x" + "aB" * 32, "0x" + "ab" * 32),
            ("0XA0B86991C6218B36C1D19D4A2E9EB0CE3606EB48", "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"),
            ("0xAb::coin::COIN", "0xAb::coin::COIN"),
            (TON_FUND_RAW, TON_FUND),
            (TON_FUND_RAW.lower(), TON_FUND),
            *((form, TON_DOCS) for form in TON_DOCS_FORMS),
            (TON_DOCS_TESTNET, TON_DOCS_TESTNET),
            (SOLANA_USDC, SOLANA_USDC),
            (TRON_USDT, TRON_USDT),
            ("", ""),
        ],
    )
    def test_a_contract_has_one_spelling(self, text, canonical):
        assert canonical_contract(text) == canonical
        assert canonical_contract(canonical) == canonical


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
