"""What has to be true of every answer that a tool gives over MCP."""

import re
from typing import get_args

import jsonschema

from wallet_portfolio.assets.errors import ErrorCode

ERROR_CODES = {code for code in get_args(ErrorCode) if "_" in code}
CHAIN_NUMBERS = {"8453", "42161", "43114", "534352", "59144", "81457", "7777777", "900050", "777001"}
_SERVICE_CODE = re.compile(r"(?<![\d.,$])(?:5[01]\d{3}|8[0-4]\d{3})(?![\d.,])")
_WHOLE_NUMBER = re.compile(r"(?<![\d.,$])\d+(?![\d.,])")


def text_of(result):
    content, *pictures = result.content
    assert all(picture.type == "image" and picture.annotations.audience == ["user"] for picture in pictures)
    return content.text


def check(tools, name, result):
    """The structured answer, after everything that holds for all of them was checked. `tools`: as they are listed."""
    answer = result.structured_content
    schema = next(tool.output_schema for tool in tools if tool.name == name)
    jsonschema.Draft202012Validator(schema).validate(answer)  # that the schemas are right is tested once
    assert result.is_error == (answer["status"] == "error")
    assert (answer["error"] is not None) == result.is_error
    assert bool(answer["missing"]) == bool(answer["question"]) == (answer["status"] == "needs_input")
    if answer["status"] != "needs_input":  # a question may rest on figures: those of the swap that is to be agreed to
        says_figures = answer["status"] in {"ok", "partial"} and answer.get("intent") != "out_of_scope"
        assert (answer["as_of"] is not None) == says_figures
    if answer["status"] in {"ok", "partial"}:
        assert 2 <= len(answer["next_steps"]) <= 3
    if answer["status"] == "partial":
        assert any(notice.startswith("Missing: ") for notice in answer["notices"])
    check_text(tools, result, answer)
    return answer


def check_text(tools, result, answer):
    text = text_of(result)
    for said in (answer["summary"], *answer["notices"]):
        assert said in text
    if answer["error"]:
        assert answer["error"]["message"] in text
    if answer["question"]:
        assert answer["question"] in text
    check_words(tools, text)
    for step in answer["next_steps"]:
        check_words(tools, step["say"])


def check_words(tools, text):
    """Nothing in it that a user does not talk about."""
    assert text.strip()
    for word in (
        *(tool.name for tool in tools),
        *ERROR_CODES,
        "/api",
        "chainIndex",
        "chain_index",
        "{",
        "}",
        "Traceback",
    ):
        assert word not in text
    assert not _SERVICE_CODE.search(text)
    assert not CHAIN_NUMBERS & set(_WHOLE_NUMBER.findall(text))
