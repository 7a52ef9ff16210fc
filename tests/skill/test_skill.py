"""The skill is a valid one, small, and says nothing of the tools that is not so."""

import re
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
import toktok
import yaml
from mcp.client import Client
from pydantic import BaseModel

from wallet_portfolio.app import make_server
from wallet_portfolio.settings import Settings
from wallet_portfolio.tools.answers import Answer
from wallet_portfolio.tools.catalog import BY_NAME
from wallet_portfolio.tools.questions import WalletQuestion

FOLDER = Path(__file__).parents[2] / "skill" / "wallet-portfolio"
PROMPTS = Path(__file__).parents[2] / "prompts"
FILES = [FOLDER / "SKILL.md", *sorted((FOLDER / "references").glob("*.md"))]
_, HEAD, BODY = (FOLDER / "SKILL.md").read_text(encoding="utf-8").split("---\n", maxsplit=2)
ABOUT = yaml.safe_load(HEAD)

QUOTED = re.compile(r"`([^`\n]+)`")
NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
AMOUNT = re.compile(r"-?\$?\d[\d.,]*[%M]?")
IN_TRANSACTIONS = {"kind", "approval"}  # no model tells them: the test below looks at real ones
OTHER = {"chain:contract"}


def quoted(text):
    return QUOTED.findall(text)


def schema_values(schema):
    """Every choice that a schema knows."""
    if isinstance(schema, dict):
        yield from (value for value in [*schema.get("enum", []), schema.get("const")] if value is not None)
        schema = schema.values()
    if not isinstance(schema, str):
        for part in schema if hasattr(schema, "__iter__") else ():
            yield from schema_values(part)


def fields(model):
    """The names of a model's fields, and those of the parts that it is made of."""
    found = set()
    for name, field in model.model_fields.items():
        found.add(name)
        for part in parts(field.annotation):
            found |= fields(part)
    return found


def parts(kind):
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for inner in get_args(kind):
        yield from parts(inner)


@cache
def arguments(tool):
    return set(BY_NAME[tool].takes.model_fields) - ({"details"} if tool == "ask_wallet" else set())


@cache
def answers(tool):
    return fields(BY_NAME[tool].answers)


CHOICES = {
    value
    for tool in BY_NAME.values()
    for model in (tool.takes, tool.answers)
    for value in schema_values(model.model_json_schema())
}
KNOWN = {*BY_NAME, *CHOICES, *IN_TRANSACTIONS, *OTHER}.union(*map(arguments, BY_NAME), *map(answers, BY_NAME))


def test_the_description_has_triggers_in_two_languages_and_fits():
    description = ABOUT["description"]
    assert set(ABOUT) <= {"name", "description", "license", "compatibility", "metadata", "allowed-tools"}
    assert ABOUT["name"] == FOLDER.name
    assert 0 < len(description) <= 1_024
    assert not set("<>") & set(description)
    assert "show my portfolio" in description
    assert {"余额", "持仓", "兑换前检查"} <= set(re.split(r"[、。：\s]", description))


def test_it_is_short_and_its_references_are_one_level_deep_and_named_with_when_to_read_them():
    assert BODY.count("\n") < 500
    assert toktok.batch_count([BODY], "o200k_base")[0] < 5_000
    assert {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.md")} == {
        path.relative_to(FOLDER).as_posix() for path in FILES
    }
    for reference in FILES[1:]:
        assert f"](references/{reference.name})" in BODY
        assert re.search(r"^Read this ", reference.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_links_lead_to_files(file):
    for target in re.findall(r"\]\(([^)]+)\)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).is_file(), target


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_name_is_that_of_a_tool_an_argument_a_field_or_a_choice(file):
    names = quoted(file.read_text(encoding="utf-8"))
    assert names
    assert [name for name in names if name not in KNOWN and not AMOUNT.fullmatch(name)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_tool_or_field_is_named_without_the_marks_that_are_looked_at(file):
    bare = QUOTED.sub("", file.read_text(encoding="utf-8"))
    assert set(re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", bare)) == set()


def test_every_tool_is_told_when_to_call_it():
    wanted = BODY.split("## One request, one call")[1].split("## Arguments")[0]
    assert set(BY_NAME) <= set(quoted(wanted))


def rows():
    """Tool by tool: what it takes besides the common arguments, and what it gives besides the envelope."""
    table = (FOLDER / "references" / "answers.md").read_text(encoding="utf-8").split("## Tool by tool")[1]
    for line in table.splitlines():
        if match := re.fullmatch(r"\| `(\w+)` \| (.+) \| (.+) \|", line):
            yield match[1], set(filter(NAME.fullmatch, quoted(match[2]))), set(filter(NAME.fullmatch, quoted(match[3])))


def test_the_table_of_answers_is_complete_and_true():
    told = {tool: (takes, gives) for tool, takes, gives in rows()}
    assert set(told) == set(BY_NAME)
    told["prepare_swap"] = tuple(map(set.union, told["prepare_swap"], told["check_swap"]))  # "the same, and …"
    for tool, (takes, gives) in told.items():
        model = BY_NAME[tool].takes
        common = set(WalletQuestion.model_fields) if issubclass(model, WalletQuestion) else set()
        assert takes - CHOICES == arguments(tool) - common - CHOICES, tool
        assert gives <= answers(tool), tool
        assert set(BY_NAME[tool].answers.model_fields) - set(Answer.model_fields) <= gives, tool


@pytest.mark.anyio
async def test_transactions_are_as_they_are_told():
    arguments = {"sell": "USDC", "buy": "ETH", "amount": "100", "chain": "base", "confirmed": True}
    async with Client(make_server(Settings(WALLET_PORTFOLIO_DEMO=True))) as client:
        await client.call_tool("prepare_swap", arguments | {"confirmed": False})
        prepared = (await client.call_tool("prepare_swap", arguments)).structured_content
    assert [transaction["kind"] for transaction in prepared["transactions"]] == ["approval", "swap"]


@pytest.mark.parametrize("file", sorted(PROMPTS.glob("*.md")), ids=lambda file: file.stem)
def test_prompts_speak_the_users_words(file):
    _, head, body = file.read_text(encoding="utf-8").split("---\n", maxsplit=2)
    assert not quoted(body)
    assert not set(re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", body))
    declared = {argument["name"] for argument in yaml.safe_load(head)["arguments"]}
    assert set(re.findall(r"\$\{(\w+)\}", body)) == declared
