"""Plain words to a request, by keywords: enough to try the product with, in English."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from wallet_portfolio.assets.addresses import parse_address
from wallet_portfolio.assets.chains import Chain, Chains
from wallet_portfolio.assets.contracts import contract_families
from wallet_portfolio.assets.errors import InvalidAddress, UnsupportedChain
from wallet_portfolio.intents.request import Intent, Request, Slots

_WORD = re.compile(r"[A-Za-z0-9:_.$-]*[A-Za-z0-9]")
_SYMBOL = re.compile(r"\$?[A-Z][A-Z0-9]{1,9}(?:\.[a-z])?")
_NOT_SYMBOLS = frozenset(
    {"USD", "MY", "DEFI", "DE", "FI", "NFT", "NFTS", "ALL", "THE", "EVM", "API", "ID", "OK", "PNL"}
)
_COINS = {"ether": "ETH", "bitcoin": "BTC", "bitcoins": "BTC", "tether": "USDT", "dogecoin": "DOGE", "solana": "SOL"}
_WELL_KNOWN = frozenset(
    {"USDC", "USDT", "DAI", "WETH", "WBTC", "STETH", "LINK", "UNI", "AAVE", "PEPE", "BONK", "WIF", "JUP"}
)
_LONGEST_CHAIN_NAME = 3
_SHORTEST_TYPING_ERROR = 5
_CLOSE, _CLOSE_AFTER_ON = 85, 75  # percent: "etherium" anywhere, "solona" where a network is expected
_WALLET_NAME = re.compile(r"[\"'“‘]([^\"'”’]{1,40})[\"'”’]|\bwallet (?:called|named) (\S+)|\bmy (\w+) wallet\b")
_NO_WALLET_NAMES = frozenset({"crypto", "whole", "entire", "own", "current", "the", "evm", "hot", "solana", "bitcoin"})

_OUT_OF_SCOPE = re.compile(
    r"\b(swap|buy|sell|trade|convert|exchange|send|transfer|bridge|nfts?|tax(?:es)?|limit order|seed|private key|code|"
    r"implement|integrate|python|java(?:script)?|chart|candles?|price|weather|losing|losers?|market cap)\b",
    re.IGNORECASE,
)
_CHAINS = re.compile(r"\b(networks?|chains?|blockchains?)\b.*\b(support|available)|\bsupport", re.IGNORECASE)
_TOTAL = re.compile(r"\b(total|worth|net worth|value|how rich)\b", re.IGNORECASE)
_OVERVIEW = re.compile(r"\b(portfolio|overview|breakdown|allocation)\b", re.IGNORECASE)
_BALANCES = re.compile(r"\b(tokens?|coins?|assets?|holdings?|balances?|wallet|hold|have|own|got)\b", re.IGNORECASE)


def route(text: str, chains: Chains, wallet_names: Sequence[str] = ()) -> Request:
    """The request the words make. Never raises."""
    names, rest = _wallet_names(text, wallet_names)
    words = _WORD.findall(rest)
    wallets = _addresses(words) + names
    contracts = [word for word in words if word not in wallets and _is_contract(word)]
    named_chains = _chains(words, chains)
    slots = Slots(
        wallets=tuple(dict.fromkeys(wallets)),
        chains=tuple(chain.index for chain in dict.fromkeys([*named_chains, *_misspelt(words, chains)])),
        tokens=tuple(dict.fromkeys([*contracts, *_symbols(words, chains)])),
        asset_type="defi" if re.search(r"\bdefi\b", text, re.IGNORECASE) else None,
        include_risky=_risk(text),
    )
    return Request(_intent(text, slots), slots)


def _intent(text: str, slots: Slots) -> Intent:
    if _OUT_OF_SCOPE.search(text):
        return "out_of_scope"
    if _CHAINS.search(text):
        return "supported_chains"
    if slots.tokens:
        return "token_balances"
    if _OVERVIEW.search(text):
        return "portfolio_overview"
    if _TOTAL.search(text) or slots.asset_type:
        return "total_value"
    return "all_balances" if _BALANCES.search(text) or slots.wallets else "out_of_scope"


def _addresses(words: Iterable[str]) -> list[str]:
    return [word for word in words if len(word) >= 25 and _is_address(word)]


def _is_address(word: str) -> bool:
    try:
        parse_address(word)
    except InvalidAddress:
        # Mistyped: for the answer to say so, unless it is too short for an address of any network.
        return word.lower().startswith(("0x", "bc1"))
    return True


def _is_contract(word: str) -> bool:
    try:
        return bool(contract_families(word))
    except InvalidAddress:
        return False


def _wallet_names(text: str, names: Sequence[str]) -> tuple[list[str], str]:
    """The saved names in the text, and the rest of it: where a wallet is called sol, "my sol wallet" names no coin."""
    known = {name.casefold(): name for name in names}
    found = []

    def take(match: re.Match[str]) -> str:
        said = next(filter(None, match.groups()))
        if said.casefold() not in known or said in _NO_WALLET_NAMES:
            return match[0]
        found.append(known[said.casefold()])
        return " "

    return found, _WALLET_NAME.sub(take, text)


def _chains(words: Sequence[str], chains: Chains) -> list[Chain]:
    """Networks named by up to three words. An upper-case symbol such as ETH is the coin."""
    found: list[Chain] = []
    position = 0
    while position < len(words):
        for length in range(_LONGEST_CHAIN_NAME, 0, -1):
            some = words[position : position + length]
            chain = _chain(" ".join(some), chains)
            if chain and not (length == 1 and (some[0].upper() == chain.native_symbol.upper() or len(some[0]) < 3)):
                found.append(chain)
                position += length - 1
                break
        position += 1
    return list(dict.fromkeys(found))


def _misspelt(words: Sequence[str], chains: Chains) -> list[Chain]:
    """Networks whose names are nearly there. The answer names the network, so that a wrong guess is seen."""
    names = {name.casefold(): chain for chain in chains for name in (chain.name, chain.short_name, *chain.aliases)}
    long_names = [name for name in names if len(name) >= _SHORTEST_TYPING_ERROR]
    found = []
    for before, word in zip(["", *words], words, strict=False):
        if len(word) >= _SHORTEST_TYPING_ERROR and word.isalpha() and not (word.isupper() or chains.search(word)):
            cutoff = _CLOSE_AFTER_ON if before.casefold() == "on" else _CLOSE
            best = process.extractOne(word.casefold(), long_names, scorer=fuzz.ratio, score_cutoff=cutoff)
            if best and word.casefold() not in _COINS:
                found.append(names[best[0]])
    return found


def _chain(name: str, chains: Chains) -> Chain | None:
    try:
        return None if name.isdigit() else chains.find(name)
    except UnsupportedChain:
        return None


def _symbols(words: Iterable[str], chains: Chains) -> list[str]:
    natives = {chain.native_symbol for chain in chains if len(chain.native_symbol) > 2}
    symbols = []
    for word in words:
        plain = word.removeprefix("$")
        if plain.lower() in _COINS and plain.islower() and not _chain(plain, chains):
            symbols.append(_COINS[plain.lower()])
        elif plain.upper() in natives | _WELL_KNOWN or _is_symbol(word, chains):
            symbols.append(plain.upper())
    return symbols


def _is_symbol(word: str, chains: Chains) -> bool:
    return bool(_SYMBOL.fullmatch(word)) and word not in _NOT_SYMBOLS and not _chain(word, chains)


def _risk(text: str) -> bool | None:
    if not re.search(r"\b(risky|spam|scam|unverified)\b", text, re.IGNORECASE):
        return None
    return not re.search(r"\b(no|hide|without|filter|exclude|skip)\b", text, re.IGNORECASE)
