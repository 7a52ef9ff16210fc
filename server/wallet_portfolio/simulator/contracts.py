"""The aggregator's own contracts, made up for each chain, and the calldata that is sent to contracts."""

import base64
import hashlib
from binascii import crc_hqx

import base58

from wallet_portfolio.simulator.world import Chain

APPROVE_SELECTOR = "095ea7b3"
SWAP_SELECTOR = "f2c42696"


def made_up_address(chain: Chain, purpose: str) -> str:
    """An address in the chain's own form, the same every time."""
    digest = hashlib.sha256(f"stand-in {purpose} on {chain.index}".encode()).digest()
    if chain.form == "evm":
        return f"0x{digest[:20].hex()}"
    if chain.form == "solana":
        return base58.b58encode(digest).decode()
    if chain.form == "tron":
        return base58.b58encode_check(b"\x41" + digest[:20]).decode()
    if chain.form == "ton":
        body = b"\x11\x00" + digest
        return base64.urlsafe_b64encode(body + crc_hqx(body, 0).to_bytes(2, "big")).decode()
    return f"0x{digest.hex()}"


def router(chain: Chain) -> str:
    """Where a swap is sent to."""
    return made_up_address(chain, "router")


def spender(chain: Chain) -> str:
    """Who may spend a token after an approval; "" on chains that have no approvals."""
    return made_up_address(chain, "spender") if chain.form in ("evm", "tron") else ""


def calldata(selector: str, *words: int | str) -> str:
    """A call of a contract: its selector, and every argument, an address or a number, as a word of 32 bytes."""
    return f"0x{selector}" + "".join(f"{_number(word):064x}" for word in words)


def _number(word: int | str) -> int:
    if isinstance(word, int):
        return word
    raw = bytes.fromhex(word[2:]) if word.startswith("0x") else base58.b58decode_check(word)[1:]
    return int.from_bytes(raw, "big")


def sealed(chain: Chain, *parts: object) -> str:
    """A transaction's data on a chain that is no EVM: opaque, but different for every different swap."""
    digest = _digest(chain, *parts)
    return base58.b58encode(digest).decode() if chain.form == "solana" else base64.b64encode(digest).decode()


def sealed_instruction(chain: Chain, *parts: object) -> str:
    """The same of a single instruction on Solana, which is told in base64."""
    return base64.b64encode(_digest(chain, *parts)).decode()


def _digest(chain: Chain, *parts: object) -> bytes:
    return hashlib.sha512(":".join([chain.index, *map(str, parts)]).encode()).digest()
