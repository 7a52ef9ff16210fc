"""What a client without the skill reads about all tools together."""

import re

import pytest

from wallet_portfolio.tools.catalog import TOOLS

pytestmark = pytest.mark.anyio

NAMES = {tool.name for tool in TOOLS}
ARGUMENTS = {name for tool in TOOLS for name in tool.takes.model_fields}


async def test_clients_of_both_eras_are_given_them_in_less_than_three_hundred_words(demo):
    assert len(demo.client.instructions.split()) < 300


async def test_they_name_only_what_there_is(demo):
    words = set(re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", demo.client.instructions))
    assert words - NAMES == {"needs_input"}
    assert "needs_input" in str(TOOLS[0].answers.model_json_schema())
    assert "confirmed" in ARGUMENTS
    assert (await demo.client.read_resource("skill://wallet-portfolio/SKILL.md")).contents
    assert "skill://wallet-portfolio/SKILL.md" in demo.client.instructions
