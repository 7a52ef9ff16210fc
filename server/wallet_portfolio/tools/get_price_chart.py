"""The tool get_price_chart."""

from wallet_portfolio.assets.amounts import plain
from wallet_portfolio.intents import offers
from wallet_portfolio.tools.answers import CandleDetails, PriceChartAnswer, maybe_plain, utc_text
from wallet_portfolio.tools.composing import steps, token_of, token_ref
from wallet_portfolio.tools.questions import GetPriceChart
from wallet_portfolio.views import market_text
from wallet_portfolio.views.pictures import figures
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.price_chart import get_price_chart as ask


async def get_price_chart(access: Access, question: GetPriceChart, _progress: Progress) -> PriceChartAnswer:
    """Give a token's price history as candles.

    For its price now use get_token_details.
    """
    chart = await ask(access, question.token, question.chain, question.bar, question.points)
    return PriceChartAnswer(
        status="ok",
        summary=market_text.chart(chart, question.bar),
        as_of=utc_text(chart.as_of),
        notices=market_text.chart_notices(chart.picked),
        next_steps=steps(offers.after_chart(token_of(access, chart.picked.token, chart.picked.chain))),
        token=token_ref(chart.picked.token, chart.picked.chain),
        candles=[
            CandleDetails(
                time=utc_text(candle.time),
                open=plain(candle.open),
                high=plain(candle.high),
                low=plain(candle.low),
                close=plain(candle.close),
                volume_usd=maybe_plain(candle.volume_usd),
            )
            for candle in chart.candles
        ],
        change_percent=maybe_plain(chart.change_percent),
        high=maybe_plain(chart.high),
        low=maybe_plain(chart.low),
    ).pictured(figures.of_chart(chart, question.bar, demo=access.demo))
