"""The unsigned transactions of a swap that was checked and agreed to, verified before they are handed on.

Nothing here signs or sends. What the service made is not trusted: whoever signs it, signs what was verified.
"""

from dataclasses import dataclass, replace

from wallet_portfolio.assets.amounts import from_minimal, to_minimal
from wallet_portfolio.assets.chains import Chain
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.assets.swaps import Approval, Quote, SwapInstructions, SwapTransaction
from wallet_portfolio.assets.trading import after_slippage, before_slippage
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.swap_check import SwapCheck

# approve(address,uint256), the selector and arguments of ERC-20 (EIP-20).
_APPROVE = "095ea7b3"
_WORD = 64


@dataclass(frozen=True, slots=True)
class PreparedSwap:
    """The transactions in order: an approval where the token sold needs one, then the swap.

    The check holds the figures of the transaction itself.
    """

    check: SwapCheck
    approval: Approval | None
    swap: SwapTransaction | SwapInstructions


async def prepare_swap(access: Access, check: SwapCheck) -> PreparedSwap:
    """Ask for the transactions of a checked swap, and verify them.

    Raises CallFailed with bad_response where anything is not what was asked for, and then hands nothing on; InputError
    on a network whose transactions cannot be verified here.
    """
    trade = check.trade
    if trade.chain.family == "solana":
        instructions = await _solana(access, check)
        return PreparedSwap(_of(instructions, check), None, instructions)
    if not can_prepare(trade.chain):
        raise cannot_prepare(trade.chain)
    approval = None if trade.sell.native else await _approval(access, check)
    transaction = await _evm(access, check)
    return PreparedSwap(_of(transaction, check), approval, transaction)


def can_prepare(chain: Chain) -> bool:
    """Whether transactions of a network can be verified here, and so be handed on."""
    return chain.family in {"evm", "solana"}


def cannot_prepare(chain: Chain) -> InputError:
    """Why nothing can be prepared on a network."""
    return InputError(
        f"Swaps on {chain.name} can be checked but not prepared here. Please make this one in your wallet."
    )


def _of(swap: SwapTransaction | SwapInstructions, check: SwapCheck) -> SwapCheck:
    """The check, with the figures that the transaction was made from: the price may have moved a little."""
    sold = from_minimal(swap.quote.sell.units, check.trade.sell.decimals)
    return replace(check, quote=swap.quote, sell_amount=sold)


async def _approval(access: Access, check: SwapCheck) -> Approval:
    swaps = access.service().swaps
    token, units = check.trade.sell.id, _most_units(check)
    spender = (await swaps.spenders()).value.get(token.chain_index, "")
    approval = (await swaps.approval(token, units)).value
    _require(approval.spender.lower() == spender.lower(), "the spender is not the one it names for this network")
    expected = f"0x{_APPROVE}{spender[2:].lower():0>{_WORD}}{units:0{_WORD}x}"
    _require(approval.data.lower() == expected, "the approval is not for this spender and exactly this amount")
    return approval


async def _evm(access: Access, check: SwapCheck) -> SwapTransaction:
    trade = check.trade
    counted = check.sell_units if check.mode == "exactIn" else to_minimal(trade.amount, trade.buy.decimals)
    made = (
        await access.service().swaps.transaction(
            trade.sell.id,
            trade.buy.id,
            counted or 0,
            check.mode,
            slippage_percent=f"{check.slippage_percent:f}",
            wallet=trade.wallet.address.text,
        )
    ).value
    _verify_trade(check, made.quote, made.sender, made.minimum_units)
    fair = check.sell_units or 0, _most_units(check)
    sent = fair[0] <= made.value <= fair[1] if trade.sell.native else made.value == 0
    if check.mode == "exactOut":
        _require((made.maximum_units or 0) <= fair[1], "more may be spent than the slippage allows")
    _require(sent, "the coins sent along are not the amount sold")
    _require(made.data != "0x", "the transaction does nothing")
    own = {trade.wallet.address.text.lower(), trade.sell.id.address, trade.buy.id.address}
    _require(made.to.lower() not in own, "the transaction goes to a token or to the wallet itself")
    return made


async def _solana(access: Access, check: SwapCheck) -> SwapInstructions:
    trade = check.trade
    made = (
        await access.service().swaps.instructions(
            trade.sell.id,
            trade.buy.id,
            check.sell_units or 0,
            slippage_percent=f"{check.slippage_percent:f}",
            wallet=trade.wallet.address.text,
        )
    ).value
    _verify_trade(check, made.quote, made.sender, made.minimum_units)
    signers = {account.key for instruction in made.instructions for account in instruction.accounts if account.signs}
    _require(signers == {trade.wallet.address.text}, "somebody else would have to sign")
    _require(any(instruction.data for instruction in made.instructions), "the transaction does nothing")
    return made


def _verify_trade(check: SwapCheck, quote: Quote, sender: str, minimum_units: int) -> None:
    trade = check.trade
    wallet = trade.wallet.address
    same = sender.lower() == wallet.text.lower() if trade.chain.family == "evm" else sender == wallet.text
    _require(same, "the sender is not this wallet")
    _require(
        (quote.sell.decimals, quote.buy.decimals) == (trade.sell.decimals, trade.buy.decimals), "the tokens differ"
    )
    if check.mode == "exactIn":
        _require(quote.sell.units == check.sell_units, "the amount sold is not the one asked for")
    else:
        _require(quote.buy.units >= _quoted_units(check), "less is bought than was asked for")
        _require(quote.sell.units <= _most_units(check), "more is sold than the slippage allows")
    _require(minimum_units >= after_slippage(quote.buy.units, check.slippage_percent), "the slippage is not respected")
    agreed = after_slippage(_quoted_units(check), check.slippage_percent)
    if quote.buy.units < agreed:
        raise CallFailed(
            "no_route", "The price has moved by more than the slippage since the check. Please check again."
        )


def _most_units(check: SwapCheck) -> int:
    """What may be sold at the most: the amount itself, or where an exact amount is bought, with the slippage on top."""
    units = check.sell_units or 0
    if check.mode == "exactIn":
        return units
    return before_slippage(units, check.slippage_percent)


def _quoted_units(check: SwapCheck) -> int:
    return check.quote.buy.units if check.quote else 0


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001  (reads as a sentence)
    if not holds:
        raise CallFailed(
            "bad_response",
            f"What OKX prepared is not what was asked for ({otherwise}), so nothing is handed on. Please do not sign "
            "anything, and check the swap again.",
        )
