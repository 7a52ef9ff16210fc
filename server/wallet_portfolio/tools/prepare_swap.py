"""The tool prepare_swap."""

from pydantic import JsonValue

from wallet_portfolio.assets.phrases import say
from wallet_portfolio.assets.swaps import SwapInstructions
from wallet_portfolio.intents import offers
from wallet_portfolio.tools.answers import PrepareSwapAnswer, utc_text
from wallet_portfolio.tools.check_swap import after_check, bought, check_fields, same_swap, swap_question
from wallet_portfolio.tools.composing import steps
from wallet_portfolio.tools.questions import PrepareSwap
from wallet_portfolio.views import swap_text
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.swap_agreement import Proposal
from wallet_portfolio.workflows.swap_checked import SwapCheck
from wallet_portfolio.workflows.swap_preparation import PreparedSwap
from wallet_portfolio.workflows.swap_preparation import prepare_swap as ask


async def prepare_swap(access: Access, question: PrepareSwap, _progress: Progress) -> PrepareSwapAnswer:
    """Prepare the unsigned transactions of a swap that the user has agreed to.

    Use check_swap first. Signs and sends nothing.
    """
    found = await ask(access, swap_question(question), confirmed=question.confirmed)
    if isinstance(found, PreparedSwap):
        return _prepared(found, question)
    if isinstance(found, Proposal):
        return _proposed(found, question)
    return _refused(found, question)


def _refused(check: SwapCheck, question: PrepareSwap) -> PrepareSwapAnswer:
    return PrepareSwapAnswer(
        status="ok",
        summary=swap_text.check(check),
        as_of=utc_text(check.as_of),
        notices=[*_notices(check), say("Nothing was prepared.")],
        next_steps=steps(after_check(check, question)),
        **check_fields(check),
    )


def _proposed(proposal: Proposal, question: PrepareSwap) -> PrepareSwapAnswer:
    check = proposal.check
    changed = (
        [say("This is no longer the swap that you agreed to, so here are the new figures.")] if proposal.again else []
    )
    return PrepareSwapAnswer(
        status="needs_input",
        summary=swap_text.check(check),
        as_of=utc_text(check.as_of),
        notices=[*changed, *_notices(check)],
        question=swap_text.confirmation(check),
        missing=["confirmed"],
        next_steps=steps(offers.to_confirm(same_swap(check.trade, question), bought(check.trade))),
        **check_fields(check),
    )


def _prepared(swap: PreparedSwap, question: PrepareSwap) -> PrepareSwapAnswer:
    check = swap.check
    return PrepareSwapAnswer(
        status="ok",
        summary=swap_text.prepared(swap),
        as_of=utc_text(check.as_of),
        notices=_notices(check),
        next_steps=steps(offers.after_preparation(same_swap(check.trade, question), bought(check.trade))),
        **check_fields(check),
        transactions=_transactions(swap),
    )


def _notices(check: SwapCheck) -> list[str]:
    """In the language spoken now: the check may be one that was kept."""
    return [str(notice) for notice in check.notices]


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
