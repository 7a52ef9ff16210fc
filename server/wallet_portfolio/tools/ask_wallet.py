"""Answers a request in plain words by running the tool it asks for."""

from collections.abc import Mapping
from typing import TypeAlias

from pydantic import JsonValue

from wallet_portfolio.assets.chains import Chains
from wallet_portfolio.intents.request import Intent
from wallet_portfolio.intents.router import route
from wallet_portfolio.tools.answers import AskAnswer
from wallet_portfolio.tools.catalog import BY_NAME
from wallet_portfolio.tools.questions import AskWallet
from wallet_portfolio.tools.tool import WalletTool
from wallet_portfolio.workflows.access import Access, Progress

_LEADS_TO: Mapping[Intent, str] = {
    "supported_chains": "list_supported_chains",
    "total_value": "get_total_value",
    "all_balances": "list_holdings",
    "token_balances": "get_token_balances",
    "portfolio_overview": "show_portfolio",
}
_WHAT_I_CAN_DO = (
    "In plain words I can show a portfolio, tell what a wallet is worth, list everything it holds, say how much of a "
    "token it has and which networks are supported. Try “show my portfolio” or “how much USDC do I have on Base”."
)


async def ask_wallet(access: Access, question: AskWallet, progress: Progress) -> AskAnswer:
    """Answer a request about wallets in plain words, as the user wrote it."""
    request = route(question.request, Chains.builtin(), access.saved.names)
    slots = request.slots.stated()
    if request.intent not in _LEADS_TO:
        return AskAnswer(status="ok", summary=_WHAT_I_CAN_DO, intent=request.intent, slots=slots)
    tool = BY_NAME[_LEADS_TO[request.intent]]
    arguments: dict[str, JsonValue] = {name: value for name, value in slots.items() if name in tool.takes.model_fields}
    if tool.name == "list_supported_chains" and len(request.slots.chains) == 1:
        arguments = {"query": request.slots.chains[0]}
    answer = await tool.run(access, arguments, progress)
    return AskAnswer(
        **{name: getattr(answer, name) for name in AskAnswer.envelope()},
        intent=request.intent,
        slots=slots,
        answer=answer.model_dump(mode="json"),
    )


AskTool: TypeAlias = WalletTool[AskWallet, AskAnswer]
ASK_WALLET: AskTool = WalletTool("Ask in plain words", AskWallet, AskAnswer, ask_wallet)
