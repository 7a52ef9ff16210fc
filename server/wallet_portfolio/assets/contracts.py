"""Token contracts: telling them from symbols, and which networks they can be on."""

import re

from wallet_portfolio.assets import address_formats as formats
from wallet_portfolio.assets.address_formats import the_address
from wallet_portfolio.assets.addresses import Family, parse_address
from wallet_portfolio.assets.errors import InvalidAddress
from wallet_portfolio.assets.phrases import phrase
from wallet_portfolio.assets.private_keys import refuse_private_key

_CAN_HOLD_TOKENS: frozenset[Family] = frozenset({"evm", "solana", "tron", "ton"})

# Move's struct tags: address::module::Name, generics allowed: 0x2::coin::Coin<0xdba3…::usdc::USDC>
_MOVE_TYPE = re.compile(r"0x[0-9a-fA-F]{1,64}::[A-Za-z_]\w*::[A-Za-z_]\w*(?:<[\w:<>, ]+>)?", re.ASCII)
_MOVE_OBJECT = re.compile(r"0x[0-9a-fA-F]{64}")
_AFTER_0X = re.compile(r"0x[0-9A-Za-z]{20,}", re.IGNORECASE)  # shorter ones are symbols: 0x0, 0xBTC
_IN_ONE_WORD = re.compile(r"[0-9A-Za-z]{32,44}")


def contract_families(text: str) -> frozenset[Family]:
    """The families on which this can be a token contract; empty when it is not shaped like one (a symbol or a name).

    `0x…::module::Name` can be Sui or Aptos; 0x and 64 digits is a fungible asset of Aptos (coins of Sui name a type).
    Raises InvalidAddress for a contract with a typing error, for a wallet address of a network without token contracts,
    and for a private key.
    """
    written = text.strip()
    refuse_private_key(written)
    if _MOVE_TYPE.fullmatch(written) and written.count("<") == written.count(">"):
        return frozenset({"sui", "aptos"})
    if _MOVE_OBJECT.fullmatch(written):
        return frozenset({"aptos"})
    if not _is_contract_shaped(written):
        return frozenset()
    families = parse_address(written).families & _CAN_HOLD_TOKENS
    if not families:
        raise InvalidAddress(
            phrase(
                "{the_address} is a wallet's. Please give a token's symbol or its contract address.",
                the_address=the_address(written),
            )
        )
    return families


def canonical_contract(text: str) -> str:
    """The one spelling under which contracts are compared and sent.

    Lower case for 0x…, where case is only a checksum (not for Move's struct tags, where it tells names apart), the
    bounceable friendly form for TON, else as it is.
    """
    if text[:2].lower() == "0x":
        return text if "::" in text else text.lower()
    account = formats.ton_account(text)
    return text if account is None or account.test_only else account.friendly


def _is_contract_shaped(written: str) -> bool:
    if _AFTER_0X.fullmatch(written) or formats.TON_RAW.fullmatch(written) or formats.TON_FRIENDLY.fullmatch(written):
        return True
    if not _IN_ONE_WORD.fullmatch(written):
        return False
    raw = formats.base58_bytes(written)
    return not written.isalpha() or (raw is not None and len(raw) == 32)
