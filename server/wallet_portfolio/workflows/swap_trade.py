"""Which trade is meant: the wallet, the network, the two tokens, and what the wallet has of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from wallet_portfolio.assets.amounts import multiply
from wallet_portfolio.assets.chains import Chain, Chains
from wallet_portfolio.assets.contracts import contract_families
from wallet_portfolio.assets.errors import Choice, InputError, NeedsInput, ServiceError
from wallet_portfolio.assets.phrases import Phrase, Series, phrase, say
from wallet_portfolio.assets.series import all_of, listed, on_each_of
from wallet_portfolio.assets.tokens import NATIVE, TokenBalance, TokenId
from wallet_portfolio.assets.trading import TradeAmount, part_of, tokens_for
from wallet_portfolio.assets.wallets import Wallet
from wallet_portfolio.okx.client import MOST_TOKENS
from wallet_portfolio.workflows.access import Access, chain_directory, no_progress
from wallet_portfolio.workflows.gathering import ask_each
from wallet_portfolio.workflows.markets import Figures, fetch_figures
from wallet_portfolio.workflows.naming import NamedToken, TokenWords, identify, read_token
from wallet_portfolio.workflows.swap_wallet import other_wallets, which_wallet

_EVM_DECIMALS = 18
# Prices differ a little between markets: an estimate that is this close to the balance does not rule a trade out.
_ESTIMATE_ROOM = Decimal("1.01")


@dataclass(frozen=True, slots=True)
class TradedToken:
    """A token of a trade. `verified` is None where nothing is known of the contract."""

    id: TokenId
    symbol: str
    decimals: int
    verified: bool | None
    price_usd: Decimal | None

    @property
    def native(self) -> bool:
        """Whether it is the chain's native coin, which fees are paid in."""
        return self.id.address == NATIVE


@dataclass(frozen=True, slots=True)
class Trade:
    """What is to be traded, in UI units. `amount` is of `amount_of`; `needed` is what has to be sold for it.

    `needed` is estimated by prices where the amount counts the token bought, and None where prices are not known.
    """

    wallet: Wallet
    chain: Chain
    sell: TradedToken
    buy: TradedToken
    amount: Decimal
    needed: Decimal | None
    estimated: bool
    balance: Decimal
    native_balance: Decimal
    native_price_usd: Decimal | None
    as_of: datetime

    @property
    def native(self) -> TokenId:
        """The coin that fees are paid in."""
        return TokenId(self.chain.index, NATIVE)

    @property
    def native_decimals(self) -> int:
        """How finely that coin can be divided."""
        return _native_decimals(self.chain)

    @property
    def affordable(self) -> bool:
        """Whether the wallet has what is needed; estimates are given a little room."""
        if self.balance == 0 or self.needed is None:
            return self.balance > 0
        return self.needed <= (multiply(self.balance, _ESTIMATE_ROOM) if self.estimated else self.balance)


async def find_trade(
    access: Access, sell: str, buy: str, amount: TradeAmount, amount_of: str, *, chain: str, wallet: str
) -> Trade:
    """Identify both tokens, and the network where the wallet can make the trade when none is named.

    Raises NeedsInput where several networks would do, or another saved wallet than the default one; InputError where
    none would, TokenNotFound, and what reading wallets and networks raises.
    """
    access.service()
    wallets = access.saved.resolve([wallet] if wallet.strip() else [])
    directory = await chain_directory(access)
    with directory.reasons():
        said = {"sell": sell, "buy": buy}

        async def possible(of: Sequence[Wallet]) -> list[Trade]:
            return await _possible(access, directory.chains, of, said, amount, amount_of, chain)

        try:
            return _choose(await possible(wallets))
        except InputError as refused:
            if wallet.strip() or not (
                others := other_wallets(access.saved, wallets, directory.chains, (sell, buy), chain)
            ):
                raise
            try:
                trades = await possible(others)
            except InputError:
                raise refused from None
    able = list(dict.fromkeys(trade.wallet for trade in trades))
    raise which_wallet(wallets[0], able, trades[0].chain)


async def _possible(
    access: Access,
    directory: Chains,
    wallets: Sequence[Wallet],
    said: Mapping[str, str],
    amount: TradeAmount,
    amount_of: str,
    chain: str,
) -> list[Trade]:
    """The trade on each network where one of the wallets could make it."""
    places = _places(directory, wallets, chain)
    words = _read_tokens(said, directory, places, wallets)
    sells, buys = [_found(outcome.answer, outcome.error) for outcome in await identify(access.service(), words)]
    pairs = [(s, b) for s in sells for b in buys if s.id.chain_index == b.id.chain_index and s.id != b.id]
    if not pairs:
        raise InputError(_no_common_network(sells, buys, directory))
    pairs = [pair for pair in pairs if all(_is_divisible(token) for token in pair)]
    if not pairs:
        raise _not_divisible()
    figures = await fetch_figures(access, [b.id for _, b in pairs]) if amount_of == "buy" else None
    return [
        trade
        for one in wallets
        for trade in await _trades_of(access, one, directory, pairs, amount, amount_of, figures)
    ]


def _places(directory: Chains, wallets: Sequence[Wallet], chain: str) -> list[Chain]:
    own = list(dict.fromkeys(place for wallet in wallets for place in directory.for_address(wallet.address)))
    if not chain.strip():
        return own
    named = directory.find(chain)
    if named not in own:
        raise InputError(
            phrase(
                "The address {wallet} is of another kind and cannot trade on {network}.",
                wallet=wallets[0].label,
                network=named.name,
            )
        )
    return [named]


def _read_tokens(
    said: Mapping[str, str], directory: Chains, places: Sequence[Chain], wallets: Sequence[Wallet]
) -> list[TokenWords]:
    """The words for each token. Raises InputError for one of a network that is out of the question."""
    words = [
        read_token(text, directory, _places_of(text, directory, places), argument=name) for name, text in said.items()
    ]
    for named in words:
        if not set(named.chains) & set(places):
            where = places[0].name if len(places) == 1 else phrase("the networks of {wallet}", wallet=wallets[0].label)
            raise InputError(
                phrase(
                    "The token {token} is on {network} and cannot be traded on {networks}. "
                    "Please name a wallet and tokens of the same network.",
                    token=named.shown,
                    network=named.chains[0].name,
                    networks=where,
                )
            )
    return words


def _places_of(text: str, directory: Chains, places: Sequence[Chain]) -> Sequence[Chain]:
    """Where a token may be: a contract of another kind than the wallet is read all the same, to say so."""
    families = contract_families(text)
    if families and not any(place.family in families for place in places):
        return list(directory)
    return places


def _found(answer: list[NamedToken] | None, error: Exception | None) -> list[NamedToken]:
    if answer is None:
        raise error or InputError(phrase("That token was not found."))
    return [token for token in answer if not token.only_if]  # nothing is traded on a guess


async def _trades_of(
    access: Access,
    wallet: Wallet,
    directory: Chains,
    pairs: Sequence[tuple[NamedToken, NamedToken]],
    amount: TradeAmount,
    amount_of: str,
    figures: Figures | None,
) -> list[Trade]:
    """The trade on each network where this wallet could make it, with the balances it has there.

    `figures` are those of the tokens bought, where their prices are needed.
    """
    own = {chain.index: chain for chain in directory.for_address(wallet.address)}
    pairs = [(sell, buy) for sell, buy in pairs if sell.id.chain_index in own]
    ids = dict.fromkeys(
        token for sell, buy in pairs for token in (sell.id, buy.id, TokenId(sell.id.chain_index, NATIVE))
    )
    if not ids:
        return []
    balances, at = await _balances(access, wallet, list(ids))
    trades = []
    for sell, buy in pairs:
        chain = own[sell.id.chain_index]
        held, native = balances.get(sell.id), balances.get(TokenId(chain.index, NATIVE))
        to_sell, to_buy = _traded(sell, chain, held), _traded(buy, chain, balances.get(buy.id))
        if to_buy.price_usd is None and figures and (priced := figures.by_token.get(buy.id)):
            to_buy = replace(to_buy, price_usd=priced.price_usd)
        balance = held.amount if held else Decimal(0)
        counted, needed = _amounts(amount, amount_of, balance, to_sell, to_buy)
        trades.append(
            Trade(
                wallet=wallet,
                chain=chain,
                sell=to_sell,
                buy=to_buy,
                amount=counted,
                needed=needed,
                estimated=amount_of == "buy",
                balance=balance,
                native_balance=native.amount if native else Decimal(0),
                native_price_usd=native.price_usd if native else None,
                as_of=min(at, figures.as_of) if figures and figures.as_of else at,
            )
        )
    return trades


async def _balances(access: Access, wallet: Wallet, ids: list[TokenId]) -> tuple[dict[TokenId, TokenBalance], datetime]:
    """Balances by token as they are now, risky ones included: what a wallet has of them says nothing of their risk."""
    batches = [ids[i : i + MOST_TOKENS] for i in range(0, len(ids), MOST_TOKENS)]
    outcomes = await ask_each(
        batches,
        lambda batch: access.service().token_balances(wallet.address.text, batch, include_risky=True, fresh=True),
        no_progress,
        lambda batch: say("{count} balances", count=len(batch)),
    )
    for outcome in outcomes:
        if outcome.error:
            raise outcome.error  # a trade is not decided on half of the balances
    answers = [outcome.answer for outcome in outcomes if outcome.answer]
    if any(answer.value.unreadable for answer in answers):
        raise ServiceError(
            phrase("The balances came in a form that cannot be understood. Please try again later."),
            code="bad_response",
        )
    rows = {row.id: row for answer in answers for row in answer.value.rows}
    return rows, min(answer.at for answer in answers)


def _is_divisible(token: NamedToken) -> bool:
    """Whether it is known how finely it can be divided; of a native coin it always is."""
    return token.id.address == NATIVE or token.decimals is not None


def _not_divisible() -> ServiceError:
    return ServiceError(
        phrase("How finely this token can be divided could not be found out, so no amount of it can be traded safely."),
        code="bad_response",
    )


def _native_decimals(chain: Chain) -> int:
    return chain.native_decimals or _EVM_DECIMALS


def _traded(token: NamedToken, chain: Chain, held: TokenBalance | None) -> TradedToken:
    decimals = _native_decimals(chain) if token.id.address == NATIVE else token.decimals
    if decimals is None:
        raise _not_divisible()
    symbol = token.symbol or (held.symbol if held else "")
    return TradedToken(token.id, symbol, decimals, token.verified, held.price_usd if held else None)


def _amounts(
    amount: TradeAmount, amount_of: str, balance: Decimal, sell: TradedToken, buy: TradedToken
) -> tuple[Decimal, Decimal | None]:
    """How much of the counted token is meant, and how much has to be sold for it."""
    if amount_of == "sell":
        counted = _counted(amount, balance, sell)
        return counted, counted
    counted = _counted(amount, None, buy)
    if sell.price_usd is None or buy.price_usd is None:
        return counted, None
    return counted, tokens_for(multiply(counted, buy.price_usd), sell.price_usd, sell.decimals)


def _counted(amount: TradeAmount, balance: Decimal | None, token: TradedToken) -> Decimal:
    """How much of a token an amount means; `balance` is None for the token that is bought."""
    if amount.unit == "percent":
        return part_of(balance or Decimal(0), amount.number, token.decimals)
    if amount.unit == "tokens":
        return amount.number
    if token.price_usd is None and balance == 0:
        return Decimal(0)  # the service tells no price of what is not held, and there is nothing to sell
    if token.price_usd is None:
        raise InputError(
            phrase(
                "There is no price for {token}, so an amount in dollars cannot be turned into it.", token=token.symbol
            )
        )
    return tokens_for(amount.number, token.price_usd, token.decimals)


def _choose(trades: Sequence[Trade]) -> Trade:
    """The only trade the wallet can afford; where there is none, the one it comes closest to. Asks between several."""
    affordable = [trade for trade in trades if trade.affordable]
    if len(affordable) == 1:
        return affordable[0]
    if not affordable:
        return max(trades, key=lambda trade: trade.balance)
    symbol = affordable[0].sell.symbol
    if len({trade.chain for trade in affordable}) > 1:
        where = list(dict.fromkeys(trade.chain.name for trade in affordable))
        raise NeedsInput(
            phrase(
                "You have enough {token} on {networks}. Which network should it be?",
                token=symbol,
                networks=on_each_of(where),
            ),
            ["chain"],
            [Choice(phrase("Take {token} on {network}", token=symbol, network=name), "", name) for name in where],
        )
    labels = [trade.wallet for trade in affordable]
    raise NeedsInput(
        phrase(
            "Both {wallets} have enough {token}. Which one should it be?",
            wallets=all_of(wallet.label for wallet in labels),
            token=symbol,
        ),
        ["wallet"],
        [Choice(phrase("Take {wallet}", wallet=wallet.label), "", wallet.address.text) for wallet in labels],
    )


def _no_common_network(sells: Sequence[NamedToken], buys: Sequence[NamedToken], directory: Chains) -> Phrase:
    def names(tokens: Sequence[NamedToken]) -> Series:
        chains = [directory.get(token.id.chain_index) for token in tokens]
        return listed(dict.fromkeys(chain.name for chain in chains if chain))

    if {token.id for token in sells} & {token.id for token in buys}:
        return phrase("That is the same token twice. Please name another token to buy.")
    return phrase(
        "These tokens are not on a network that they share: {sell} is on {sell_networks}, {buy} on {buy_networks}. "
        "Moving a coin between networks is not a swap.",
        sell=sells[0].symbol,
        sell_networks=names(sells),
        buy=buys[0].symbol,
        buy_networks=names(buys),
    )
