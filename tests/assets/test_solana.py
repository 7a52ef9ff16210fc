"""Lamports that the System Program moves, against data written down by hand from its layout."""

import base64

import pytest

from wallet_portfolio.assets.solana import SYSTEM_PROGRAM, lamports_moved
from wallet_portfolio.assets.swaps import UnsignedInstruction

ONE_SOL = "00ca9a3b00000000"  # 1,000,000,000 as a little-endian u64


def system(hexadecimal, program=SYSTEM_PROGRAM):
    return UnsignedInstruction(program, base64.b64encode(bytes.fromhex(hexadecimal)).decode(), ())


@pytest.mark.parametrize(
    ("data", "lamports"),
    [
        ("02000000" + ONE_SOL, 10**9),  # transfer
        ("00000000" + ONE_SOL + "a5" * 40, 10**9),  # create account
        ("0b000000" + ONE_SOL + "00" * 48, 10**9),  # transfer with seed
        ("03000000" + "07" * 32 + "0300000000000000" + "616263" + ONE_SOL + "00" * 40, 10**9),  # create with seed
        ("01000000" + "07" * 32, 0),  # assign
    ],
)
def test_each_instruction_that_moves_coins_is_counted(data, lamports):
    assert lamports_moved([system(data)]) == lamports


def test_only_the_system_program_is_read_and_all_of_it_adds_up():
    transfer = "02000000" + ONE_SOL
    other = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
    assert lamports_moved([system(transfer), system(transfer, other), system(transfer)]) == 2 * 10**9


@pytest.mark.parametrize("data", ["", "0200", "02000000", "02000000ffff", "03000000" + "07" * 32 + "ff" * 8])
def test_what_it_would_not_take_is_an_error(data):
    with pytest.raises(ValueError, match="System Program"):
        lamports_moved([system(data)])
