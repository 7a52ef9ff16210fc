"""Which networks a contract can be of, and the one way in which it is written."""

import pytest

from assets.published import (
    DOGECOIN,
    GENESIS,
    SOLANA_USDC,
    SOLANA_WRAPPED,
    SUI_PACKAGE,
    SUI_USDC,
    TON_DOCS,
    TON_DOCS_FORMS,
    TON_DOCS_TESTNET,
    TON_FUND,
    TON_FUND_RAW,
    TRON_USDT,
)
from wallet_portfolio.assets.contracts import canonical_contract, contract_families
from wallet_portfolio.assets.errors import InvalidAddress


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
