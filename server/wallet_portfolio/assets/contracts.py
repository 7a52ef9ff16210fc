"""Token contracts: telling them from symbols, and which networks they can be on."""

import re

from wallet_portfolio.assets import address_formats as formats
from wallet_portfolio.assets.address_formats import the_address
from wallet_portfolio.assets.addresses import Family, parse_address
from wallet_portfolio.assets.errors import InvalidAddress
from wallet_portfolio.assets.phrases import phrase
from wallet_portfolio.assets.private_keys import refuse_private_key
from wallet_portfolio.assets.tokens import NATIVE

_CAN_HOLD_TOKENS: frozenset[Family] = frozenset({"evm", "solana", "tron", "ton"})

LONGEST_CONTRACT = 256
_LONGEST_SHOWN_WHOLE = 48  # of the families that have one form, TON's is the longest


def _move_type() -> str:
    """A struct tag of Move, address::module::Name, with types in types in types: 0x2::coin::Coin<0xdba3…::usdc::USDC>.

    Module and name are words that anyone may choose, so they are no longer than other names may be.
    """
    word = "[A-Za-z_][A-Za-z0-9_]{0,31}"
    tag = f"0x[0-9a-fA-F]{{1,64}}::{word}::{word}"
    kind = f"(?:{tag}|vector|address|bool|u[0-9]{{1,3}})"
    inner = kind
    for _ in range(2):
        inner = f"{kind}(?:<{inner}(?:, ?{inner})*>)?"
    return f"{tag}(?:<{inner}(?:, ?{inner})*>)?"


_MOVE_TYPE = re.compile(_move_type())
_HEX = re.compile(r"0x[0-9a-fA-F]{1,64}")
_TRC10 = re.compile(r"[0-9]{1,10}")
# A short word or number (BRC-20, runes), an inscription, a token of IBC.
_WORD = re.compile(r"[A-Za-z0-9_:-]{1,32}|[0-9a-f]{64}i[0-9]{1,6}|ibc/[0-9A-F]{64}")
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
    if len(written) <= LONGEST_CONTRACT and _MOVE_TYPE.fullmatch(written):
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


def has_contract_form(text: str, family: Family | None) -> bool:
    """Whether a network of this family can have a token under this text, which leaves next to no room for words.

    Bitcoin and other families have no one form: there it is a short word or a hash. None is for a network of which
    nobody knows the family.
    """
    if family == "evm":
        return _HEX.fullmatch(text) is not None
    if len(text) > LONGEST_CONTRACT:
        return False
    if family is None:
        return _HEX.fullmatch(text) is not None or formats.is_base58_key(text)
    if family in {"sui", "aptos"}:
        return (_HEX.fullmatch(text) or _MOVE_TYPE.fullmatch(text)) is not None
    if family == "ton":
        return formats.ton_account(text) is not None
    if family == "solana":
        return formats.is_base58_key(text)
    if family == "tron":
        return formats.is_tron(text) or _TRC10.fullmatch(text) is not None
    return (_HEX.fullmatch(text) or _WORD.fullmatch(text)) is not None


def shown_contract(text: str) -> str:
    """A contract for a text: whole, so that it can be compared, but for long ones, of which the middle is left out."""
    if len(text) <= _LONGEST_SHOWN_WHOLE:
        return text
    half = _LONGEST_SHOWN_WHOLE // 2
    return f"{text[: half - 1]}…{text[-half:]}"


def contract_on(family: Family, text: str) -> str | None:
    """A contract in its one spelling, "" for the native coin; None where a network of this family has no such one."""
    if family == "evm" and _HEX.fullmatch(text):  # what wallets have thousands of
        return text.lower()
    return canonical_contract(text) if text == NATIVE or has_contract_form(text, family) else None


def canonical_contract(text: str) -> str:
    """The one spelling under which contracts are compared and sent.

    Lower case for 0x…, where case is only a checksum (not for Move's struct tags, where it tells names apart), the
    bounceable friendly form for TON, else as it is.
    """
    if text.startswith(("0x", "0X")):
        return text if "::" in text else text.lower()
    account = formats.ton_account(text)
    return text if account is None or account.test_only else account.friendly


def _is_contract_shaped(written: str) -> bool:
    if _AFTER_0X.fullmatch(written) or formats.TON_RAW.fullmatch(written) or formats.TON_FRIENDLY.fullmatch(written):
        return True
    return _IN_ONE_WORD.fullmatch(written) is not None and (not written.isalpha() or formats.is_base58_key(written))
