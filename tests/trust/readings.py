"""What single values of the service tell: numbers by fractions, and whose an address is. No code of the program."""

import re
from decimal import Decimal
from fractions import Fraction

import base58

_NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")
_EVM_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")


def number(value):
    """The number that a JSON value tells, or None. 10^101 of anything is a mistake, and so are 101 decimals."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        return None
    told = Decimal(value)
    if told and (abs(told.adjusted()) > 100 or told.as_tuple().exponent < -100):
        return None
    return Fraction(told) if told else Fraction(0)


def amount(value):
    told = number(value)
    return told if told is not None and told >= 0 else None


def equal(shown, told):
    return (None if shown is None else Fraction(shown)) == told


def of_another(told, asked):
    """Whether a row names somebody else beyond doubt: a whole address of the same kind as the one that was asked."""
    kinds = _kind_of(told), _kind_of(asked)
    return kinds[0] == kinds[1] is not None and same_case(told) != same_case(asked)


def _kind_of(address):
    if not isinstance(address, str):
        return None
    if _EVM_ADDRESS.fullmatch(address):
        return "evm"
    try:
        return "solana" if len(base58.b58decode(address)) == 32 else None
    except ValueError:
        return None


def same_case(contract):
    return contract.lower() if contract.startswith("0x") else contract
