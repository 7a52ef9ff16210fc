import io

import pytest
from rich.console import Console

from views.figures import FIGURES, answer, holding
from wallet_portfolio.assets.phrases import LANGUAGES, in_language
from wallet_portfolio.views.terminal_portfolio import Screen
from wallet_portfolio.views.terminal_watch import Watched, differences, watched

USDC = {"token_address": "0xa0", "chain": "Base", "chain_index": "8453"}
LATER = "2026-01-02T03:04:35Z"


def drawn(seen, *, width=80, height=100, left=12):
    written = io.StringIO()
    Console(file=written, width=width, force_terminal=True, color_system=None).print(
        watched(seen, Screen(width), left, height)
    )
    return written.getvalue().splitlines()


def changes(before, now):
    return list(differences(before, now))


def test_what_changed_is_the_total_and_amounts():
    before = answer([holding("ETH", "500"), holding("USDC", "400", **USDC), holding("OLD", "1", token_address="0xb0")])
    now = answer(
        [
            holding("ETH", "520", amount="2"),
            holding("USDC", "300", amount="1.5", **USDC),
            holding("NEW", "7", amount="3", token_address="0xc0"),
        ],
        total_usd="987.654",
    )
    assert changes(before, now) == [
        ("Total assets", "-$12.35"),
        ("USDC on Base", "-0.5"),
        ("NEW on Ethereum", "+3"),
        ("OLD on Ethereum", "-2"),
    ]
    assert changes(now, now) == []


def test_a_part_of_a_list_says_nothing_of_what_is_not_on_it():
    before, now = (
        answer([holding("ETH", "500")], total_count=2),
        answer([holding("USDC", "400", **USDC)], total_count=2),
    )
    assert changes(before, now) == []


def test_a_figure_that_is_missing_is_no_change():
    whole = answer([holding("ETH", "500"), holding("USDC", "400", **USDC)])
    part = answer([holding("ETH", "500")], total_usd=None, status="partial")
    assert changes(whole, part) == changes(part, whole) == []


def test_time_countdown_and_changes_are_on_top():
    now = answer([holding("ETH", "500", amount="2.5")], as_of=LATER, total_usd="1012.34", notices=["A notice."])
    lines = drawn(Watched(now=now, before=answer([holding("ETH", "500")])))
    assert lines[0] == "As of 03:04:35 UTC · again in 12 s · Ctrl-C ends this"
    assert lines[1] == "Since 03:04:05 UTC: Total assets ▲ +$12.34 · ETH on Ethereum ▲ +0.5"
    assert lines[-1] == "A notice."
    assert drawn(Watched(now=now, before=now))[1] == "Since 03:04:35 UTC: no change"
    assert drawn(Watched(), left=None) == ["asking … · Ctrl-C ends this"]


def test_many_changes_are_counted():
    held = [holding(f"T{number}", "1", token_address=f"0x{number}") for number in range(9)]
    more = [each.model_copy(update={"amount": "3"}) for each in held]
    text = " ".join(drawn(Watched(now=answer(more), before=answer(held)), width=200))
    assert "T4 on Ethereum ▲ +1" in text
    assert "T5 on Ethereum" not in text
    assert "and 4 more" in text


def test_an_error_is_said_above_the_last_figures():
    lines = drawn(Watched(now=FIGURES, problem="OKX is slow.", problem_at="03:05:00"))
    assert lines[1] == "Not refreshed at 03:05:00 UTC: OKX is slow."
    assert any("$500.00" in line for line in lines)


@pytest.mark.parametrize("height", [6, 10, 12, 24])
def test_on_a_low_terminal_the_smallest_holdings_give_way_to_the_notices(height):
    seen = Watched(now=FIGURES.model_copy(update={"notices": ["Missing: a part."]}))
    lines = drawn(seen, height=height)
    assert len(lines) <= max(height, 10)
    assert "Missing: a part." in lines
    assert any("ETH" in line for line in lines)
    assert any("Base" in line for line in lines[-4:-2]) == (height == 24)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language(language):
    with in_language(language):
        lines = drawn(Watched(now=FIGURES, before=FIGURES, problem="x", problem_at="03:05:00"), width=100)
    assert "03:04:05 UTC" in lines[0]
    assert ("Ctrl-C ends" in lines[0]) == (language == "en")
