"""The unsigned transactions of a swap that was checked and agreed to, verified before they are handed on.

Nothing here signs or sends. What the service made is not trusted: whoever signs it, signs what was verified.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from wallet_portfolio.assets.amounts import from_minimal, to_minimal
from wallet_portfolio.assets.chains import Chain
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.assets.phrases import Phrase, phrase
from wallet_portfolio.assets.solana import lamports_moved
from wallet_portfolio.assets.swaps import Approval, Quote, SwapInstructions, SwapTransaction
from wallet_portfolio.assets.trading import after_slippage, before_slippage, slippage_keeping, slippage_up_to
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.swap_agreement import (
    Proposal,
    Terms,
    agreed_before,
    propose,
    shown_before,
    terms_of,
)
from wallet_portfolio.workflows.swap_check import SOLANA_RENT, check_swap
from wallet_portfolio.workflows.swap_checked import SwapCheck, SwapQuestion

# approve(address,uint256), the selector and arguments of ERC-20 (EIP-20).
_APPROVE = "095ea7b3"
_WORD = 64
_NOBODY = "0x" + "0" * 40
# A price that moves between the check and the transaction is followed once; then the user is asked again.
_TRIES = 2


@dataclass(frozen=True, slots=True)
class PreparedSwap:
    """The transactions in order: an approval where the token sold needs one, then the swap.

    The check holds the figures of the transaction itself.
    """

    check: SwapCheck
    approval: Approval | None
    swap: SwapTransaction | SwapInstructions


async def prepare_swap(
    access: Access, question: SwapQuestion, *, confirmed: bool
) -> PreparedSwap | Proposal | SwapCheck:
    """Check a swap again, and where the user agreed to what that comes to, ask for its transactions and verify them.

    Where there is nothing to agree to, it is the check; where the user has yet to agree, or something became worse than
    what was agreed to, it is what to put before the user. Raises what checking raises; CallFailed with bad_response
    where anything is not what was asked for; InputError on a network whose transactions cannot be verified here.
    """
    if not confirmed and (shown := await shown_before(access, question)):
        return shown
    check = await check_swap(access, question)
    if not check.may_proceed:
        return check
    if not can_prepare(check.trade.chain):
        raise _cannot_prepare(check.trade.chain)
    terms = terms_of(check, question)
    agreed = await agreed_before(access, question, check) if confirmed else None
    if agreed is None and (not confirmed or access.one_of_several or check.verdict == "warning"):
        # reasons are to be read before they are agreed to, and figures that another process may have shown as well
        return await propose(access, question, check, again=False)
    if agreed and (agreed.terms.trade != terms.trade or not agreed.terms.cover(check)):
        return await propose(access, question, check, again=True)
    prepared = await _prepare(access, check, agreed.terms if agreed else terms)
    if isinstance(prepared, SwapCheck) and prepared.may_proceed:
        return await propose(access, question, prepared, again=True)
    return prepared


async def _prepare(access: Access, check: SwapCheck, terms: Terms) -> PreparedSwap | SwapCheck:
    """The transactions, verified; only the check of what they come to where that is not what the terms say."""
    most = min(check.most_units, terms.most)
    approval = None
    if check.trade.chain.family == "evm" and not check.trade.sell.native:
        approval = await _approval(access, check, most)
    quote = check.quote
    for _ in range(_TRIES):
        slippage = _slippage_within(check, quote, terms.least, most)
        swap, spent = await _transaction(access, check, slippage)
        sold = from_minimal(swap.quote.sell.units, check.trade.sell.decimals)
        moved = replace(check, quote=swap.quote, sell_amount=sold)
        if not terms.cover(moved):
            return moved
        if swap.minimum_units >= terms.least and spent <= most:
            return PreparedSwap(replace(moved, minimum_units=swap.minimum_units), approval, swap)
        quote = swap.quote
    return moved


def _slippage_within(check: SwapCheck, quote: Quote | None, least: int, most: int) -> Decimal:
    """No more than the user said, and only as much as leaves what was agreed to."""
    said = check.slippage_percent
    if quote is None:
        return said
    if check.mode == "exactOut":
        return slippage_up_to(quote.sell.units, most=most, slippage_percent=said)
    return slippage_keeping(quote.buy.units, least=least, slippage_percent=said)


def can_prepare(chain: Chain) -> bool:
    """Whether transactions of a network can be verified here, and so be handed on."""
    return chain.family in {"evm", "solana"}


def _cannot_prepare(chain: Chain) -> InputError:
    """Why nothing can be prepared on a network."""
    return InputError(
        phrase(
            "Swaps on {network} can be checked but not prepared here. Please make this one in your wallet.",
            network=chain.name,
        )
    )


async def _approval(access: Access, check: SwapCheck, units: int) -> Approval:
    swaps = access.service().swaps
    token = check.trade.sell.id
    spender = (await swaps.spenders()).value.get(token.chain_index, "")
    approval = (await swaps.approval(token, units)).value
    _require(
        approval.spender.lower() == spender.lower(), phrase("the spender is not the one it names for this network")
    )
    expected = f"0x{_APPROVE}{spender[2:].lower():0>{_WORD}}{units:0{_WORD}x}"
    _require(approval.data.lower() == expected, phrase("the approval is not for this spender and exactly this amount"))
    return approval


async def _transaction(
    access: Access, check: SwapCheck, slippage: Decimal
) -> tuple[SwapTransaction | SwapInstructions, int]:
    """What carries the swap out, and how many minimal units it sells at the most."""
    if check.trade.chain.family == "solana":
        return await _solana(access, check, slippage), check.most_units
    made = await _evm(access, check, slippage)
    return made, max(made.value if check.trade.sell.native else 0, made.maximum_units or made.quote.sell.units)


async def _evm(access: Access, check: SwapCheck, slippage: Decimal) -> SwapTransaction:
    trade = check.trade
    counted = check.sell_units if check.mode == "exactIn" else to_minimal(trade.amount, trade.buy.decimals)
    made = (
        await access.service().swaps.transaction(
            trade.sell.id,
            trade.buy.id,
            counted or 0,
            check.mode,
            slippage_percent=f"{slippage:f}",
            wallet=trade.wallet.address.text,
        )
    ).value
    _verify_trade(check, made.quote, made.sender, made.minimum_units, slippage)
    sold = most = made.quote.sell.units
    if check.mode == "exactOut":
        most = before_slippage(sold, slippage)
        told = made.maximum_units
        _require(told is not None and told <= most, phrase("more may be spent than the slippage allows"))
    sent = sold <= made.value <= most if trade.sell.native else made.value == 0
    _require(sent, phrase("the coins sent along are not the amount sold"))
    _require(made.data != "0x", phrase("the transaction does nothing"))
    wrong = {trade.wallet.address.text.lower(), trade.sell.id.address, trade.buy.id.address, _NOBODY}
    _require(made.to.lower() not in wrong, phrase("the transaction goes to a token, to the wallet itself or to nobody"))
    return made


async def _solana(access: Access, check: SwapCheck, slippage: Decimal) -> SwapInstructions:
    trade = check.trade
    made = (
        await access.service().swaps.instructions(
            trade.sell.id,
            trade.buy.id,
            check.sell_units or 0,
            slippage_percent=f"{slippage:f}",
            wallet=trade.wallet.address.text,
        )
    ).value
    _verify_trade(check, made.quote, made.sender, made.minimum_units, slippage)
    signers = {account.key for instruction in made.instructions for account in instruction.accounts if account.signs}
    _require(signers == {trade.wallet.address.text}, phrase("somebody else would have to sign"))
    _require(any(instruction.data for instruction in made.instructions), phrase("the transaction does nothing"))
    sold = made.quote.sell.units if trade.sell.native else 0
    _require(
        _moved(made) <= sold + to_minimal(SOLANA_RENT, trade.native_decimals), phrase("more coins leave the wallet")
    )
    return made


def _moved(made: SwapInstructions) -> int:
    try:
        return lamports_moved(made.instructions)
    except ValueError:
        raise _not_as_asked(phrase("an instruction cannot be read")) from None


def _verify_trade(check: SwapCheck, quote: Quote, sender: str, minimum_units: int, slippage: Decimal) -> None:
    trade = check.trade
    wallet = trade.wallet.address
    same = sender.lower() == wallet.text.lower() if trade.chain.family == "evm" else sender == wallet.text
    _require(same, phrase("the sender is not this wallet"))
    _require(
        (quote.sell.decimals, quote.buy.decimals) == (trade.sell.decimals, trade.buy.decimals),
        phrase("the tokens differ"),
    )
    if check.mode == "exactIn":
        _require(quote.sell.units == check.sell_units, phrase("the amount sold is not the one asked for"))
    else:
        bought = check.quote.buy.units if check.quote else 0
        _require(quote.buy.units >= bought, phrase("less is bought than was asked for"))
        _require(quote.sell.units <= check.most_units, phrase("more is sold than the slippage allows"))
    _require(minimum_units >= after_slippage(quote.buy.units, slippage), phrase("the slippage is not respected"))


def _require(holds: bool, otherwise: Phrase) -> None:  # noqa: FBT001  (reads as a sentence)
    if not holds:
        raise _not_as_asked(otherwise)


def _not_as_asked(difference: Phrase) -> CallFailed:
    return CallFailed(
        "bad_response",
        phrase(
            "What OKX prepared is not what was asked for ({difference}), so nothing is handed on. Please do not sign "
            "anything, and check the swap again.",
            difference=difference,
        ),
    )
