"""The tool prepare_swap."""

from dataclasses import dataclass
from decimal import Decimal

import anyio
from pydantic import JsonValue

from wallet_portfolio.assets.amounts import multiply
from wallet_portfolio.assets.swaps import SwapInstructions
from wallet_portfolio.intents import offers
from wallet_portfolio.tools.answers import PrepareSwapAnswer, utc_text
from wallet_portfolio.tools.check_swap import after_check, bought, check_fields, same_swap, swap_question
from wallet_portfolio.tools.composing import steps
from wallet_portfolio.tools.questions import PrepareSwap
from wallet_portfolio.views import swap_text
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.swap_check import SwapCheck, check_swap
from wallet_portfolio.workflows.swap_preparation import PreparedSwap, can_prepare, cannot_prepare
from wallet_portfolio.workflows.swap_preparation import prepare_swap as ask

# What was proposed is shown again for so long, and what is prepared is held against it for longer.
_SHOWN_SECONDS, _KEPT_SECONDS = 120.0, 3_600.0


@dataclass(frozen=True, slots=True)
class _Proposal:
    """What was put before the user: the very trade, the most to be sold and the least to be received."""

    answer: PrepareSwapAnswer
    made: float
    trade: str
    most: Decimal
    least: Decimal

    @property
    def fresh(self) -> bool:
        """Whether its figures may be shown again."""
        return anyio.current_time() - self.made < _SHOWN_SECONDS

    def covers(self, check: SwapCheck, trade: str) -> bool:
        """Whether who agreed to this agreed to that."""
        sold, received = check.sell_amount or Decimal(0), check.receive or Decimal(0)
        return trade == self.trade and sold <= self.most and received >= self.least


async def prepare_swap(access: Access, question: PrepareSwap, _progress: Progress) -> PrepareSwapAnswer:
    """Prepare the unsigned transactions of a swap, after checking it again and after the user has agreed.

    Needs the user's agreement to this very swap (confirmed). Signs and sends nothing: the user's own wallet does.
    """
    # What was proposed stays as it was for a while, so that the user agrees to the figures that were shown.
    asked = _key(question)
    proposed = access.proposals.get(asked)
    if isinstance(proposed, _Proposal) and proposed.fresh and not question.confirmed:
        return proposed.answer
    check = await check_swap(access, swap_question(question))
    if check.verdict not in {"ready", "warning"}:
        return PrepareSwapAnswer(
            status="ok",
            summary=swap_text.check(check),
            as_of=utc_text(check.as_of),
            notices=[*check.notices, "Nothing was prepared."],
            next_steps=steps(after_check(check, question)),
            **check_fields(check),
        )
    if not can_prepare(check.trade.chain):
        raise cannot_prepare(check.trade.chain)
    trade = _key(PrepareSwap.model_validate(same_swap(check.trade, question)))
    moved = question.confirmed and isinstance(proposed, _Proposal) and not proposed.covers(check, trade)
    swap = None
    if question.confirmed and not moved:
        swap = await ask(access, check)
        moved = isinstance(proposed, _Proposal) and not proposed.covers(swap.check, trade)
    if swap is None or moved:
        proposal = _propose(check if swap is None else swap.check, question, trade, moved=moved)
        for key in {asked, trade}:  # the offered step names the same swap beyond doubt
            access.proposals.put(key, proposal, _KEPT_SECONDS)
        return proposal.answer
    check = swap.check
    return PrepareSwapAnswer(
        status="ok",
        summary=swap_text.prepared(swap),
        as_of=utc_text(check.as_of),
        notices=list(check.notices),
        next_steps=steps(offers.after_preparation(same_swap(check.trade, question), bought(check.trade))),
        **check_fields(check),
        transactions=_transactions(swap),
    )


def _key(question: PrepareSwap) -> str:
    """What a proposal is kept under."""
    return question.model_dump_json(exclude={"confirmed"})


def _propose(check: SwapCheck, question: PrepareSwap, trade: str, *, moved: bool) -> _Proposal:
    changed = ["This is no longer the swap that you agreed to, so here are the new figures."] if moved else []
    answer = PrepareSwapAnswer(
        status="needs_input",
        summary=swap_text.check(check),
        as_of=utc_text(check.as_of),
        notices=[*changed, *check.notices],
        question=swap_text.confirmation(check),
        missing=["confirmed"],
        next_steps=steps(offers.to_confirm(same_swap(check.trade, question), bought(check.trade))),
        **check_fields(check),
    )
    sold = check.sell_amount or Decimal(0)
    most = multiply(
        sold, 1 + check.slippage_percent.scaleb(-2)
    )  # what dollars or all of a balance come to moves a little
    return _Proposal(answer, anyio.current_time(), trade, most, check.receive_minimum or Decimal(0))


def _transactions(prepared: PreparedSwap) -> list[dict[str, JsonValue]]:
    trade, swap = prepared.check.trade, prepared.swap
    frame: dict[str, JsonValue] = {"chain": trade.chain.name, "chain_index": trade.chain.index}
    if isinstance(swap, SwapInstructions):
        return [
            {
                "kind": "swap",
                **frame,
                "from": swap.sender,
                "instructions": [
                    {
                        "program_id": instruction.program,
                        "accounts": [
                            {"pubkey": account.key, "is_signer": account.signs, "is_writable": account.writable}
                            for account in instruction.accounts
                        ],
                        "data": instruction.data,
                    }
                    for instruction in swap.instructions
                ],
                "address_lookup_tables": list(swap.lookup_tables),
            }
        ]
    transactions: list[dict[str, JsonValue]] = []
    if prepared.approval:
        transactions.append(
            {
                "kind": "approval",
                **frame,
                "from": swap.sender,
                "to": trade.sell.id.address,
                "data": prepared.approval.data,
                "value": "0",
                "gas_limit": str(prepared.approval.gas_limit),
                "spender": prepared.approval.spender,
            }
        )
    transactions.append(
        {
            "kind": "swap",
            **frame,
            "from": swap.sender,
            "to": swap.to,
            "data": swap.data,
            "value": str(swap.value),
            "gas_limit": str(swap.gas_limit),
        }
    )
    return transactions
