"""Every tool, as any client has to be able to use it: listed, called, and its answer as its schema says.

The figures are those of the demo's wallets.
"""

import asyncio
import io
from contextlib import redirect_stdout

import jsonschema

SWAP = {"sell": "USDC", "buy": "ETH", "amount": "100", "chain": "Base", "wallet": "main"}
USDC_BASE = "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913"
BOTH_WALLETS = "38650.938590185668501387824410486290248661"  # main and sol
TOTAL = "30462.179362208924175390291466986290248661"
PORTFOLIO = "30461.114362208924175390291466986290248661"

# By name: the arguments, what the structured answer has to hold, and what its text has to say.
CALLS = {
    "show_portfolio": ({"top": 3}, {"total_usd": PORTFOLIO, "total_count": 27}, "$30,461.11"),
    "get_total_value": ({"wallets": ["main"]}, {"total_usd": TOTAL}, "$30,462.18"),
    "list_holdings": ({"min_value_usd": "2000", "limit": 3}, {"total_count": 5}, "5 holdings"),
    "get_token_balances": ({"tokens": ["USDC"], "chains": ["Base"]}, {}, "1,820.11"),
    "find_underperformers": ({"max_change_percent": "-5"}, {}, "TOAD"),
    "check_swap": (SWAP, {"verdict": "ready", "amount_minimal": "100000000"}, "USDC"),
    "prepare_swap": ({**SWAP, "confirmed": True}, {"verdict": "ready"}, "USDC"),
    "search_tokens": ({"query": "USDC", "chains": ["Base"]}, {}, "USDC"),
    "get_token_details": ({"token": f"base:{USDC_BASE}"}, {"price_usd": "0.999874213"}, "$0.9999"),
    "get_price_chart": ({"token": "ETH", "points": 3}, {}, "3 candles"),
    "list_supported_chains": ({"query": "Base"}, {}, "Base"),
    "ask_wallet": ({"request": "How much USDC do I have on Base?"}, {"intent": "token_balances"}, "1,820.11"),
}
WRONG = ("show_portfolio", {"wallets": ["nobody"]})
SAID_OF_WRONG = "“nobody” is neither an address nor the name of a saved wallet."
FOR_AN_AGENT = [*((name, arguments) for name, (arguments, _, _) in CALLS.items()), WRONG]


def printed(coroutine):
    """What a recipe prints."""
    with redirect_stdout(io.StringIO()) as out:
        asyncio.run(coroutine)
    return out.getvalue()


def check_agent(coroutine):
    """The agent's model makes every call and repeats what it read; so the recipe prints all of it."""
    text = printed(coroutine)
    for name, (_, _, said) in CALLS.items():
        assert said in text, (name, text)
    assert SAID_OF_WRONG in text


async def use(listed, call):
    """Call every tool and judge what it answers.

    `listed` is name -> (input schema, output schema); `call` takes a name and arguments and gives the text, the
    structured answer, and whether it is an error.
    """
    assert set(listed) == set(CALLS), set(listed) ^ set(CALLS)
    for name, (arguments, expected, said) in CALLS.items():
        takes, answers = listed[name]
        for schema in (takes, answers):
            jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(arguments, takes)
        text, answer, is_error = await call(name, arguments)
        jsonschema.validate(answer, answers)
        assert not is_error, (name, text)
        assert answer["status"] == "ok", (name, answer["summary"])
        assert {key: answer[key] for key in expected} == expected, name
        assert said in text, (name, text)
        assert "Demo data" in text, (name, text)
    text, answer, is_error = await call(*WRONG)
    jsonschema.validate(answer, listed[WRONG[0]][1])
    assert (is_error, answer["status"], answer["error"]["code"]) == (True, "error", "unknown_wallet")
    assert SAID_OF_WRONG in text
