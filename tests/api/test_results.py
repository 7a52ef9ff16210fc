"""Results have every field of the answers that they are made from, under the same names."""

import pytest

from wallet_portfolio.api import results
from wallet_portfolio.tools import answers

ENVELOPE = {"status", "missing", "question", "error"}
MADE_FROM = {
    results.SupportedChains: answers.SupportedChainsAnswer,
    results.Chain: answers.ChainDetails,
    results.TotalValue: answers.TotalValueAnswer,
    results.WalletTotal: answers.WalletTotal,
    results.Holdings: answers.HoldingsAnswer,
    results.Holding: answers.HoldingDetails,
    results.Balances: answers.TokenBalancesAnswer,
    results.Overview: answers.PortfolioAnswer,
    results.ChainValue: answers.ChainValue,
    results.Underperformers: answers.UnderperformersAnswer,
    results.LosingHolding: answers.LosingHolding,
    results.FoundTokens: answers.SearchAnswer,
    results.FoundToken: answers.TokenDetails,
    results.TokenFacts: answers.TokenFactsAnswer,
    results.Token: answers.TokenRef,
    results.PriceChart: answers.PriceChartAnswer,
    results.Candle: answers.CandleDetails,
    results.SwapCheck: answers.CheckSwapAnswer,
    results.SwapToken: answers.TradeSide,
    results.RouteHop: answers.RouteHop,
    results.PreparedSwap: answers.PrepareSwapAnswer,
    results.NextStep: answers.NextStep,
}


@pytest.mark.parametrize(("result", "answer"), MADE_FROM.items(), ids=lambda kind: kind.__name__)
def test_nothing_of_an_answer_is_left_out(result, answer):
    fields = set(answer.model_fields)
    assert set(result.model_fields) - {"partial"} == (
        fields - ENVELOPE if issubclass(answer, answers.Answer) else fields
    )


def test_a_reply_leaves_out_only_the_time_that_its_answer_has():
    assert set(answers.AskAnswer.model_fields) - ENVELOPE - set(results.Reply.model_fields) == {"as_of"}
