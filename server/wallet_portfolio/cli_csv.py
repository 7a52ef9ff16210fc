"""The answers that have rows, as CSV: the rows on stdout, and what is missing from them on stderr."""

from collections.abc import Mapping
from typing import get_args

from pydantic import BaseModel, JsonValue

from wallet_portfolio.assets.phrases import say
from wallet_portfolio.tools.answers import Answer, HoldingsAnswer
from wallet_portfolio.tools.catalog import AnyTool
from wallet_portfolio.views.csv_rows import csv_text
from wallet_portfolio.workflows.access import Access, Progress

# Which part of a tool's answer are the rows.
ROWS = {
    "show_portfolio": "holdings",
    "list_holdings": "holdings",
    "get_token_balances": "holdings",
    "find_underperformers": "holdings",
    "search_tokens": "tokens",
    "get_price_chart": "candles",
}
_LARGEST_PAGE = 200


async def every_row(tool: AnyTool, access: Access, arguments: Mapping[str, JsonValue], progress: Progress) -> Answer:
    """The answer; of a list that nobody asked a part of, all pages in one."""
    if tool.answers is not HoldingsAnswer or {"limit", "cursor"} & arguments.keys():
        return await tool.run(access, arguments, progress)
    pages: list[HoldingsAnswer] = []
    following: dict[str, JsonValue] = {}
    while True:
        page = await tool.run(access, {**arguments, "limit": _LARGEST_PAGE, **following}, progress)
        if page.status in {"error", "needs_input"}:
            return page
        pages.append(page)
        if page.next_cursor is None:
            break
        following = {"cursor": page.next_cursor}
    return pages[-1].model_copy(
        update={
            "status": "partial" if any(page.status == "partial" for page in pages) else "ok",
            "holdings": [holding for page in pages for holding in page.holdings],
            "notices": list(dict.fromkeys(notice for page in pages for notice in page.notices)),
        }
    )


def as_csv(answer: Answer, name: str) -> str:
    """The rows with the fields of the structured answer as columns."""
    annotation = type(answer).model_fields[name].annotation
    (row,) = get_args(annotation)
    return csv_text(list(row.model_fields), [each.model_dump(mode="json") for each in _rows(answer, name)])


def remarks(answer: Answer, name: str) -> list[str]:
    """What the rows do not tell: that they are not all there is, and the notices."""
    shown, total = len(_rows(answer, name)), getattr(answer, "total_count", 0)
    said = []
    if answer.status == "partial":
        said.append(say("These rows are not everything: a part could not be read."))
    if total > shown:
        said.append(say("These are {shown:,} of {total:,} rows.", shown=shown, total=total))
    return [*said, *answer.notices]


def _rows(answer: Answer, name: str) -> list[BaseModel]:
    rows: list[BaseModel] = getattr(answer, name)
    return rows
