"""From the words for a token to its identity: a native coin, a verified contract, or a contract as given.

A symbol is not an identity. Anyone may call a token USDC, so a symbol means the native coin of that name or the
contract that the community recognises under it, and nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from wallet_portfolio.assets.chains import Chain, Chains
from wallet_portfolio.assets.contracts import canonical_contract, contract_families, shown_contract
from wallet_portfolio.assets.errors import Choice, InputError, NeedsInput, TokenNotFound
from wallet_portfolio.assets.phrases import Phrase, Sayable, phrase, say
from wallet_portfolio.assets.series import any_of
from wallet_portfolio.assets.text import clean
from wallet_portfolio.assets.tokens import NATIVE, Token, TokenId
from wallet_portfolio.okx.client import MOST_CHAINS, MOST_TOKEN_INFOS, Client
from wallet_portfolio.okx.natives import is_native_name
from wallet_portfolio.workflows.access import no_progress
from wallet_portfolio.workflows.gathering import Outcome, ask_each, settle_each

_NATIVE_WORD = "native"


@dataclass(frozen=True, slots=True)
class TokenWords:
    """What a request says of a token: on one chain or on any of several, and a symbol or a contract ("" = native)."""

    text: str
    chains: tuple[Chain, ...]
    symbol: str | None = None
    contract: str | None = None
    argument: str = "tokens"

    @property
    def shown(self) -> Sayable:
        """The token as a user would call it: without a chain's number before it."""
        written = self.symbol or self.contract
        return clean(written) if written else phrase("the native coin of {network}", network=self.chains[0].name)


@dataclass(frozen=True, slots=True)
class NamedToken:
    """A token that was identified. `verified` is None where nothing is known of the contract.

    `only_if` is the symbol, in lower case, that it must turn out to have to be the one meant.
    """

    id: TokenId
    symbol: str
    verified: bool | None
    decimals: int | None = None
    only_if: str | None = None


def read_token(text: str, directory: Chains, scope: Sequence[Chain], *, argument: str = "tokens") -> TokenWords:
    """Read a symbol, a contract, `chain:contract`, `chain:symbol` or `chain:native`; `scope` is where to look.

    `argument` is what the words were said for, to ask for it again where they are ambiguous.

    Raises InputError, InvalidAddress, UnsupportedChain.
    """
    written = text.strip()
    before, colon, after = written.partition(":")
    if not written:
        raise InputError(phrase("Please name a token by its symbol or its contract address."))
    if not colon or after.startswith(":") or contract_families(written):
        named = _read_name(text, written, tuple(scope))
    else:
        named = _read_name(text, after.strip() or _NATIVE_WORD, (directory.find(before),))
    return replace(named, argument=argument)


async def identify(client: Client, words: Sequence[TokenWords]) -> list[Outcome[TokenWords, list[NamedToken]]]:
    """The tokens meant by each, one for each chain it is on; an error in the place of those that were not found.

    Raises the first error where none was found, and NeedsInput where a symbol means two verified contracts on a chain.
    """
    infos = await _token_infos(client, words)

    async def identify_one(named: TokenWords) -> list[NamedToken]:
        return await _by_symbol(client, named) if named.contract is None else _by_contract(named, infos)

    outcomes = await ask_each(words, identify_one, no_progress, lambda named: str(named.shown))
    for outcome in outcomes:
        _refuse_ambiguous(outcome.part, outcome.answer or [])
    return outcomes


def _read_name(text: str, name: str, chains: tuple[Chain, ...]) -> TokenWords:
    if name.casefold() == _NATIVE_WORD:
        return TokenWords(text, chains, contract=NATIVE)
    families = contract_families(name)
    if not families:
        return TokenWords(text, chains, symbol=name)
    fitting = tuple(chain for chain in chains if chain.family in families)
    if not fitting:
        raise InputError(
            phrase(
                "The contract {contract} is of another kind than {networks}. "
                "Please check the contract and the network.",
                contract=clean(name),
                networks=any_of(chain.name for chain in chains),
            )
        )
    if is_native_name(name, fitting[0].index):
        return TokenWords(text, fitting, contract=NATIVE)
    return TokenWords(text, fitting, contract=canonical_contract(name))


async def _token_infos(client: Client, words: Iterable[TokenWords]) -> dict[TokenId, Token | None]:
    """What is known of the contracts. One that does not exist is missing; None where the service does not tell.

    Balances can be read without.
    """
    ids = [TokenId(chain.index, named.contract) for named in words if named.contract for chain in named.chains]
    batches = [ids[i : i + MOST_TOKEN_INFOS] for i in range(0, len(ids), MOST_TOKEN_INFOS)]
    outcomes = await settle_each(batches, client.token_infos, no_progress, lambda _: say("token information"))
    infos: dict[TokenId, Token | None] = {}
    for outcome in outcomes:
        infos |= {token.id: token for token in outcome.answer.value} if outcome.answer else dict.fromkeys(outcome.part)
    return infos


def _by_contract(named: TokenWords, infos: Mapping[TokenId, Token | None]) -> list[NamedToken]:
    if named.contract == NATIVE:
        return [_native(chain) for chain in named.chains]
    ids = [TokenId(chain.index, named.contract or NATIVE) for chain in named.chains]
    known = [_named(token, infos[token]) for token in ids if token in infos]
    return known or [NamedToken(token, "", verified=False) for token in ids]


def _named(token: TokenId, info: Token | None) -> NamedToken:
    if info is None:
        return NamedToken(token, "", verified=None)
    return NamedToken(token, info.symbol, info.verified, info.decimals)


async def _by_symbol(client: Client, named: TokenWords) -> list[NamedToken]:
    """The native coin where one is called so, else the verified contracts. Raises TokenNotFound, ServiceError."""
    symbol = (named.symbol or "").casefold()
    natives = [chain for chain in named.chains if chain.native_symbol.casefold() == symbol]
    if natives:
        # What the coin of a network is called that only the service lists, its balance will tell.
        guesses = [
            NamedToken(TokenId(c.index, NATIVE), "", verified=True, only_if=symbol) for c in named.chains if c.guessed
        ]
        return [_native(chain) for chain in natives] + guesses
    found = await _search(client, named)
    exact = [token for token in found if token.symbol.casefold() == symbol]
    verified = [token for token in exact if token.verified] or [
        token for token in found if token.verified and token.name.casefold() == symbol
    ]
    if not verified:
        raise TokenNotFound(_no_such_token(named, impostors=bool(exact)))
    return [NamedToken(token.id, token.symbol, verified=True, decimals=token.decimals) for token in verified]


async def _search(client: Client, named: TokenWords) -> list[Token]:
    indexes = [chain.index for chain in named.chains]
    batches = [indexes[i : i + MOST_CHAINS] for i in range(0, len(indexes), MOST_CHAINS)]

    async def search(batch: list[str]) -> list[Token]:
        return (await client.search_tokens(named.symbol or "", batch)).value

    outcomes = await settle_each(batches, search, no_progress, lambda _: str(named.shown))
    if error := next((outcome.error for outcome in outcomes if outcome.error), None):
        raise error  # on the networks that did not answer it may be there, too
    wanted = set(indexes)
    return [token for o in outcomes for token in o.answer or [] if token.id.chain_index in wanted]


def _native(chain: Chain) -> NamedToken:
    return NamedToken(TokenId(chain.index, NATIVE), chain.native_symbol, verified=True, decimals=chain.native_decimals)


def _refuse_ambiguous(named: TokenWords, tokens: Sequence[NamedToken]) -> None:
    for chain in named.chains:
        here = [token for token in tokens if token.id.chain_index == chain.index]
        if len(here) > 1:
            raise NeedsInput(
                phrase(
                    "{count} verified tokens on {network} are called {token}. Which do you mean: {contracts}?",
                    count=len(here),
                    network=chain.name,
                    token=here[0].symbol,
                    contracts=any_of(shown_contract(token.id.address) or phrase("the native coin") for token in here),
                ),
                [named.argument],
                [
                    Choice(
                        phrase(
                            "Take {token} with the contract {contract}",
                            token=token.symbol,
                            contract=shown_contract(token.id.address),
                        ),
                        named.text,
                        f"{chain.name}:{token.id.address}",
                    )
                    for token in here
                ],
            )


def _no_such_token(named: TokenWords, *, impostors: bool) -> Phrase:
    name = clean(named.symbol or "")
    where = any_of(chain.name for chain in named.chains) if len(named.chains) <= 3 else phrase("these networks")
    if impostors:
        return phrase(
            "Every token called “{name}” on {networks} is unverified, and anyone can use that name. "
            "If you know the right one, please give me its contract address.",
            name=name,
            networks=where,
        )
    return phrase(
        "No token called “{name}” was found on {networks}. Check the spelling, or give its contract.",
        name=name,
        networks=where,
    )
