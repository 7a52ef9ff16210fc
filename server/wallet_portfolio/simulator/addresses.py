"""Which kinds of chain an address can belong to, and how each kind writes the contract of a token."""

import re
from collections.abc import Callable
from typing import Literal, TypeAlias

import base58
from embit import bech32

AddressForm: TypeAlias = Literal["evm", "solana", "bitcoin", "litecoin", "dogecoin", "tron", "ton", "sui", "aptos"]

_EVM = re.compile(r"0x[0-9a-fA-F]{40}")
_LONG_HEX = re.compile(r"0x[0-9a-fA-F]{64}")
_TON = re.compile(r"[EUk0]Q[A-Za-z0-9_-]{46}|-?[01]:[0-9a-fA-F]{64}")
_COIN_TYPE = re.compile(r"0x[0-9a-fA-F]{1,64}(::\w+::\w+)?")

_VERSION_BYTES: dict[int, tuple[AddressForm, ...]] = {
    0x00: ("bitcoin",),
    0x05: ("bitcoin", "litecoin"),
    0x16: ("dogecoin",),
    0x1E: ("dogecoin",),
    0x30: ("litecoin",),
    0x32: ("litecoin",),
    0x41: ("tron",),
}
_SEGWIT: dict[str, AddressForm] = {"bc": "bitcoin", "ltc": "litecoin"}


def forms_of(address: str) -> frozenset[AddressForm]:
    """Every form the text is a valid address of; none for a malformed one."""
    if _EVM.fullmatch(address):
        return frozenset({"evm"})
    if _LONG_HEX.fullmatch(address):
        return frozenset({"sui", "aptos"})
    if _TON.fullmatch(address):
        return frozenset({"ton"})
    if _is_base58_key(address):
        return frozenset({"solana"})
    return _segwit(address) or _base58check(address)


def is_contract(form: AddressForm, contract: str) -> bool:
    """Whether a chain of this form could have a token under this text, written as the service wants it."""
    return _CONTRACT[form](contract)


def _is_base58_key(text: str) -> bool:
    try:
        return 32 <= len(text) <= 44 and len(base58.b58decode(text)) == 32
    except ValueError:
        return False


def _base58check(address: str) -> frozenset[AddressForm]:
    try:
        payload = base58.b58decode_check(address)
    except ValueError:
        return frozenset()
    return frozenset(_VERSION_BYTES.get(payload[0], ()) if len(payload) == 21 else ())


def _segwit(address: str) -> frozenset[AddressForm]:
    prefix = address.partition("1")[0].lower()
    if prefix not in _SEGWIT or bech32.decode(prefix, address) == (None, None):
        return frozenset()
    return frozenset({_SEGWIT[prefix]})


def _is_one_word(contract: str) -> bool:
    return bool(contract) and contract.isprintable() and " " not in contract


_CONTRACT: dict[AddressForm, Callable[[str], bool]] = {
    "evm": lambda text: bool(_EVM.fullmatch(text)) and text == text.lower(),
    "solana": _is_base58_key,
    "tron": lambda text: "tron" in _base58check(text),
    "ton": lambda text: bool(_TON.fullmatch(text)),
    "sui": lambda text: bool(_COIN_TYPE.fullmatch(text)),
    "aptos": lambda text: bool(_COIN_TYPE.fullmatch(text)),
    "bitcoin": _is_one_word,
    "litecoin": _is_one_word,
    "dogecoin": _is_one_word,
}
