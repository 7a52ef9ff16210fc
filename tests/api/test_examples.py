"""The examples in the docstrings of the Python API, and those in the README, give what they say."""

import doctest
import re
from pathlib import Path

import pytest

import wallet_portfolio
from wallet_portfolio.api import blocking, portfolio

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
IN_DOCSTRINGS = [
    test
    for module in (wallet_portfolio, portfolio, blocking)
    for test in doctest.DocTestFinder().find(module)
    if test.examples
]
IN_README = [
    doctest.DocTestParser().get_doctest(code, {}, f"README, session {number}", "README.md", 0)
    for number, code in enumerate(re.findall(r"^```pycon\n(.*?)^```$", README, re.MULTILINE | re.DOTALL), 1)
]


@pytest.mark.parametrize("example", [*IN_DOCSTRINGS, *IN_README], ids=lambda example: example.name)
def test_it_gives_what_it_says(example):
    said = []
    example.globs = {"__name__": "__main__"}
    failed, tried = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=said.append)
    assert tried
    assert not failed, "".join(said)


def test_there_are_examples_of_everything_that_is_not_plain():
    names = {test.name.partition("wallet_portfolio")[2] for test in IN_DOCSTRINGS}
    assert names == {
        "",
        ".api.portfolio.Portfolio",
        ".api.portfolio.Portfolio.each_holding",
        ".api.blocking.BlockingPortfolio",
    }
