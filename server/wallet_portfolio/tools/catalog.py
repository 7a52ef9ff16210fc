"""Every tool, once."""

from wallet_portfolio.tools import answers, questions
from wallet_portfolio.tools.get_token_balances import get_token_balances
from wallet_portfolio.tools.get_total_value import get_total_value
from wallet_portfolio.tools.list_holdings import list_holdings
from wallet_portfolio.tools.list_supported_chains import list_supported_chains
from wallet_portfolio.tools.tool import WalletTool

AnyTool = (
    WalletTool[questions.ListSupportedChains, answers.SupportedChainsAnswer]
    | WalletTool[questions.GetTotalValue, answers.TotalValueAnswer]
    | WalletTool[questions.ListHoldings, answers.HoldingsAnswer]
    | WalletTool[questions.GetTokenBalances, answers.TokenBalancesAnswer]
)

TOOLS: tuple[AnyTool, ...] = (
    WalletTool(
        "Supported networks", questions.ListSupportedChains, answers.SupportedChainsAnswer, list_supported_chains
    ),
    WalletTool("Total value", questions.GetTotalValue, answers.TotalValueAnswer, get_total_value),
    WalletTool("Holdings", questions.ListHoldings, answers.HoldingsAnswer, list_holdings),
    WalletTool("Token balances", questions.GetTokenBalances, answers.TokenBalancesAnswer, get_token_balances),
)
BY_NAME: dict[str, AnyTool] = {tool.name: tool for tool in TOOLS}
