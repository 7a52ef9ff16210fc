"""The tools that answer one kind of question each."""

from wallet_portfolio.tools import answers, questions
from wallet_portfolio.tools.check_swap import check_swap
from wallet_portfolio.tools.find_underperformers import find_underperformers
from wallet_portfolio.tools.get_price_chart import get_price_chart
from wallet_portfolio.tools.get_token_balances import get_token_balances
from wallet_portfolio.tools.get_token_details import get_token_details
from wallet_portfolio.tools.get_total_value import get_total_value
from wallet_portfolio.tools.list_holdings import list_holdings
from wallet_portfolio.tools.list_supported_chains import list_supported_chains
from wallet_portfolio.tools.prepare_swap import prepare_swap
from wallet_portfolio.tools.search_tokens import search_tokens
from wallet_portfolio.tools.show_portfolio import show_portfolio
from wallet_portfolio.tools.tool import WalletTool

DirectTool = (
    WalletTool[questions.ShowPortfolio, answers.PortfolioAnswer]
    | WalletTool[questions.GetTotalValue, answers.TotalValueAnswer]
    | WalletTool[questions.ListHoldings, answers.HoldingsAnswer]
    | WalletTool[questions.GetTokenBalances, answers.TokenBalancesAnswer]
    | WalletTool[questions.FindUnderperformers, answers.UnderperformersAnswer]
    | WalletTool[questions.CheckSwap, answers.CheckSwapAnswer]
    | WalletTool[questions.PrepareSwap, answers.PrepareSwapAnswer]
    | WalletTool[questions.SearchTokens, answers.SearchAnswer]
    | WalletTool[questions.GetTokenDetails, answers.TokenFactsAnswer]
    | WalletTool[questions.GetPriceChart, answers.PriceChartAnswer]
    | WalletTool[questions.ListSupportedChains, answers.SupportedChainsAnswer]
)

DIRECT_TOOLS: tuple[DirectTool, ...] = (
    WalletTool("Portfolio", questions.ShowPortfolio, answers.PortfolioAnswer, show_portfolio),
    WalletTool("Total value", questions.GetTotalValue, answers.TotalValueAnswer, get_total_value),
    WalletTool("Holdings", questions.ListHoldings, answers.HoldingsAnswer, list_holdings),
    WalletTool("Token balances", questions.GetTokenBalances, answers.TokenBalancesAnswer, get_token_balances),
    WalletTool("What is losing", questions.FindUnderperformers, answers.UnderperformersAnswer, find_underperformers),
    WalletTool("Swap check", questions.CheckSwap, answers.CheckSwapAnswer, check_swap),
    WalletTool("Swap preparation", questions.PrepareSwap, answers.PrepareSwapAnswer, prepare_swap),
    WalletTool("Token search", questions.SearchTokens, answers.SearchAnswer, search_tokens),
    WalletTool("Token details", questions.GetTokenDetails, answers.TokenFactsAnswer, get_token_details),
    WalletTool("Price chart", questions.GetPriceChart, answers.PriceChartAnswer, get_price_chart),
    WalletTool(
        "Supported networks", questions.ListSupportedChains, answers.SupportedChainsAnswer, list_supported_chains
    ),
)
DIRECT_BY_NAME: dict[str, DirectTool] = {tool.name: tool for tool in DIRECT_TOOLS}
