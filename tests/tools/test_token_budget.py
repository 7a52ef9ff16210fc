"""What the tools cost a model, counted with the tokenizers of two families of models."""

import json

import pytest
import toktok

from wallet_portfolio.app import open_access
from wallet_portfolio.assets.phrases import LANGUAGES, in_language
from wallet_portfolio.settings import Settings
from wallet_portfolio.tools.calling import to_result
from wallet_portfolio.tools.catalog import BY_NAME

pytestmark = pytest.mark.anyio

TOOL_LIST = 3_500
PORTFOLIO = 900


def tokens(text):
    """By whichever counts more."""
    return max(toktok.batch_count([text], encoding)[0] for encoding in ("o200k_base", "cl100k_base"))


def test_tokens_are_counted_as_published():
    """Known counts of the two encodings, so that no other tokenizer stands in for them unnoticed."""
    text = "ポートフォリオを見せて"
    assert toktok.batch_count(["tiktoken is great!", text], "cl100k_base") == [6, 10]
    assert toktok.batch_count(["tiktoken is great!", text], "o200k_base") == [6, 9]


async def test_the_whole_list_of_tools(demo):
    listed = (await demo.client.list_tools()).model_dump(mode="json", by_alias=True, exclude_none=True)
    assert tokens(json.dumps(listed, ensure_ascii=False, separators=(",", ":"))) <= TOOL_LIST


@pytest.mark.parametrize("wallets", [["main"], ["main", "sol", "btc"], ["many"]])  # the last holds 5,000 tokens
async def test_the_text_of_a_portfolio(wallets):
    async with open_access(Settings(WALLET_PORTFOLIO_DEMO=True)) as access:
        for language in LANGUAGES:
            with in_language(language):
                answer = await BY_NAME["show_portfolio"].run(access, {"wallets": wallets})
                (content,) = to_result(answer).content
            assert (answer.status, len(answer.holdings)) == ("ok", 10)
            assert tokens(content.text) <= PORTFOLIO, language
