"""`make route-report`: how the router does on sentences it has not seen, by language and intent."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from router_training.scoring import Outcome, Tally, by_intent, by_language, calibration, confusion

_SHORT = {
    "supported_chains": "chains",
    "total_value": "value",
    "all_balances": "all",
    "token_balances": "tokens",
    "portfolio_overview": "overview",
    "pre_swap_check": "swap",
    "sell_underperformers": "losers",
    "token_details": "details",
    "price_chart": "chart",
    "token_search": "search",
    "out_of_scope": "out",
}


def print_report(console: Console, title: str, found: Sequence[Outcome]) -> None:
    """Scores, confusion and calibration."""
    console.rule(title)
    console.print(_scores("Language", {"all": found, **by_language(found)}))
    console.print(_scores("Intent", by_intent(found)))
    if any(outcome.sentence.is_hard for outcome in found):
        usual = [outcome for outcome in found if not outcome.sentence.is_hard]
        hard = [outcome for outcome in found if outcome.sentence.is_hard]
        console.print(_scores("Kind", {"usual": usual, "hard on purpose": hard}))
    console.print(_confusion(found))
    console.print(_calibration(found))


def _scores(what: str, groups: Mapping[str, Sequence[Outcome]]) -> Table:
    table = Table(
        what, "sentences", "right intent", "right slots", "wrong at ≥ 0.8", "asks back", "out of scope answered"
    )
    for name, some in groups.items():
        tally = Tally.of(some)
        table.add_row(
            name,
            f"{tally.count:,}",
            f"{tally.share(tally.right_intents):.1%}",
            f"{tally.share(tally.right_slots):.1%}",
            f"{tally.share(tally.wrong_and_sure):.1%}",
            f"{tally.share(tally.asked):.1%}",
            f"{tally.leak_share:.1%}" if tally.out_of_scope else "-",
        )
    return table


def _confusion(found: Sequence[Outcome]) -> Table:
    counts = confusion(found)
    table = Table("right \\ taken for", *_SHORT.values(), title="Confusion")
    for right, name in _SHORT.items():
        table.add_row(name, *(str(counts[right, taken] or "·") for taken in _SHORT))
    return table


def _calibration(found: Sequence[Outcome]) -> Table:
    table = Table("confidence", "sentences", "mean confidence", "right", title="Calibration")
    for place in calibration(found):
        count = len(place.confidences)
        mean = sum(place.confidences) / count
        table.add_row(f"{place.low:g} to {place.high:g}", f"{count:,}", f"{mean:.1%}", f"{place.right / count:.1%}")
    return table
