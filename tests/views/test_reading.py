import pytest

from wallet_portfolio.views.reading import offer, reading


@pytest.mark.parametrize(
    ("says", "question"),
    [
        ([], ""),
        (["See the chart"], "Would you like to see the chart?"),
        (["See the chart", "Check a swap"], "Would you like to see the chart, or check a swap?"),
        (["See A", "See B", "Check C"], "Would you like to see A, see B, or check C?"),
    ],
)
def test_steps_become_one_friendly_question(says, question):
    assert offer(says) == question


def test_the_summary_comes_first_then_notices_then_the_question():
    text = reading("**Total** $1", ["One.", "Two."], ["See more"])
    assert text == "**Total** $1\n\n_One._\n_Two._\n\nWould you like to see more?"


def test_what_is_missing_is_asked_for_and_nothing_offered_beside_it():
    assert reading("Which wallet?", [], ["See more"], "Which wallet?") == "Which wallet?"


def test_nothing_is_added_to_a_summary_alone():
    assert reading("Done.", [], []) == "Done."
