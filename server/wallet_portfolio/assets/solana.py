"""What Solana's own program does with coins, read from unsigned instructions.

Source: the System Program's instruction layout (a little-endian u32 that names the instruction, then its arguments).
"""

import base64
import binascii
import struct
from collections.abc import Iterable

from wallet_portfolio.assets.swaps import UnsignedInstruction

SYSTEM_PROGRAM = "1" * 32
_CREATE_ACCOUNT, _TRANSFER, _CREATE_WITH_SEED, _TRANSFER_WITH_SEED = 0, 2, 3, 11
_PUBLIC_KEY_BYTES = 32


def lamports_moved(instructions: Iterable[UnsignedInstruction]) -> int:
    """How many lamports the System Program would move out of accounts. Raises ValueError for data it would not take."""
    return sum(_lamports(one.data) for one in instructions if one.program == SYSTEM_PROGRAM)


def _lamports(data: str) -> int:
    try:
        raw = base64.b64decode(data, validate=True)
        kind = struct.unpack_from("<I", raw)[0]
        if kind in {_CREATE_ACCOUNT, _TRANSFER, _TRANSFER_WITH_SEED}:
            return int(struct.unpack_from("<Q", raw, 4)[0])
        if kind == _CREATE_WITH_SEED:
            seed_length = struct.unpack_from("<Q", raw, 4 + _PUBLIC_KEY_BYTES)[0]
            return int(struct.unpack_from("<Q", raw, 4 + _PUBLIC_KEY_BYTES + 8 + seed_length)[0])
    except (binascii.Error, struct.error, OverflowError) as unreadable:
        raise ValueError("not an instruction of the System Program") from unreadable
    return 0
