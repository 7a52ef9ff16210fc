"""The benchmark runs, at its smallest sizes, and yields what it promises. No time is asserted."""

import importlib
import json
import math

import pytest

from benchmarks.compare import BEFORE, LATEST, Change, changes, main
from benchmarks.figures import Figure, Goal, Times, WrongAnswer
from benchmarks.page import MAIN, PAGE, README, main_table, table, whole_page, with_table
from benchmarks.run import SUBJECTS, measured, report, write

PROMISED = {
    "start": {"--help", "serve to the first tools/list"},
    "calls": {
        "a call, in memory",
        "a call, in memory, p99",
        "a call without its request, in memory",
        "a call, in memory, by a plain server",
    },
    "callers": {
        "4 callers, plan 200/s, first seconds after a start",
        "4 callers, plan 200/s, once the pace is known",
        "4 callers, plan 1,000/s, once the pace is known",
        "4 callers, plan 1,000/s, and raw",
        "4 callers, plan 1,000/s, and plain",
    },
    "large_wallets": {
        "show_portfolio, 20 tokens",
        "show_portfolio, 40 tokens",
        "list_holdings, 20 tokens",
        "show_portfolio, own time, 40 tokens",
        "show_portfolio, 20 tokens, the answer",
        "show_portfolio, 20 tokens, its text",
    },
    "row_growth": {"list_holdings, 10 tokens", "list_holdings, 100 tokens", "own time a row, 100 tokens"},
    "requests_spent": {"show_portfolio, cold", "show_portfolio, warm"},
    "plan_use": {
        "4 at 10/s, the pace is told",
        "4 at 10/s, the pace is told, refused",
        "4 at 10/s, while the pace is learnt",
        "4 at 10/s, once the pace is learnt",
    },
    "token_cost": {"the list of tools", "list_supported_chains", "show_portfolio, the demo's 5,000 tokens"},
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_yields_its_figures(subject):
    figures = importlib.import_module(f"benchmarks.{subject}").measure(quick=True)
    assert {figure.name for figure in figures} >= PROMISED[subject]
    for row in report(figures)["figures"]:
        assert row["subject"] == subject.replace("_", " ")
        assert row["unit"]
        assert math.isfinite(row["ours"])
        assert (row["floor"] is None) == (row["floor_is"] == "")
        assert (row["goal"] is None) == (row["met"] is None)


def test_what_goes_wrong_is_told_and_the_others_are_measured(monkeypatch):
    import benchmarks.calls
    import benchmarks.start

    figure = Figure("start", "--help", "ms", 3.0)

    def fail(*, quick):
        raise ExceptionGroup("callers", [WrongAnswer("no answer"), ExceptionGroup("more", [WrongAnswer("no answer")])])

    monkeypatch.setattr(benchmarks.calls, "measure", fail)
    monkeypatch.setattr(benchmarks.start, "measure", lambda *, quick: [figure])
    assert measured(["calls", "start"]) == ([figure], ["calls: no answer"])


def test_a_figure_is_held_to_its_goal():
    assert Figure("s", "n", "ms", 3.0, 2.0, goal=Goal("ratio", 1.5)).met is True
    assert Figure("s", "n", "ms", 3.0, 2.0, goal=Goal("over", 0.9)).met is False
    assert Figure("s", "n", "ms", 3.0, goal=Goal("ours", 3.0)).met is True
    assert Figure("s", "n", "calls/s", 3.0, 4.0, goal=Goal("ratio", 0.8, at_least=True)).met is False
    assert Figure("s", "n", "ms", 3.0, 2.0, ratio=0.7, goal=Goal("ratio", 0.5)).met is False
    assert Figure("s", "n", "ms", 3.0).met is None


def test_times():
    times = Times((4.0, 1.0, 3.0, 2.0, 5.0))
    assert times.p50 == 3.0
    assert times.spread == pytest.approx(200 / 3)  # between the quartiles 2 and 4
    assert times.p99 == pytest.approx(4.96)


OLD = [
    Figure("calls", "faster", "ms", 6.0, 2.0, "echo", goal=Goal("ratio", 2.0), spread=5.0),  # 3
    Figure("calls", "slower", "ms", 2.0, 2.0, "echo", goal=Goal("ratio", 1.2)),  # 1
    Figure("calls", "within its spread", "ms", 2.0, 2.0, "echo", spread=30.0),
    Figure("calls", "hardly", "ms", 20.0, 10.0, "echo"),
    Figure("callers", "throughput", "calls/s", 100.0, 200.0, "ideal", more_is_better=True),  # 0.5
    Figure("requests", "spent", "requests", 6),
    Figure("requests", "dropped", "requests", 1),
]
NEW = [
    Figure("calls", "faster", "ms", 6.0, 4.0, "echo", goal=Goal("ratio", 2.0), spread=5.0),  # 1.5
    Figure("calls", "slower", "ms", 3.0, 2.0, "echo", goal=Goal("ratio", 1.2)),  # 1.5
    Figure("calls", "within its spread", "ms", 2.5, 2.0, "echo", spread=30.0),
    Figure("calls", "hardly", "ms", 21.0, 10.0, "echo"),
    Figure("callers", "throughput", "calls/s", 150.0, 200.0, "ideal", more_is_better=True),  # 0.75
    Figure("requests", "spent", "requests", 3),
    Figure("requests", "added", "requests", 2),
]


def test_what_changed():
    assert changes(report(OLD), report(NEW)) == [
        Change("calls", "faster", 3.0, 1.5, -50.0, "better", "now met"),
        Change("calls", "slower", 1.0, 1.5, 50.0, "worse", "no longer met"),
        Change("callers", "throughput", 0.5, 0.75, 50.0, "better"),
        Change("requests", "spent", 6, 3, -50.0, "better"),
        Change("requests", "added", None, 2.0, None, "new"),
        Change("requests", "dropped", 1.0, None, None, "gone"),
    ]


def test_what_only_one_run_measured_is_not_gone(tmp_path, capsys):
    only = [figure for figure in NEW if figure.subject == "calls"]
    assert {change.subject for change in changes(report(OLD), report(only))} == {"calls"}
    assert {change.verdict for change in changes(report(only), report(NEW))} == set()
    write(tmp_path / "old.json", OLD)
    write(tmp_path / "only.json", only)
    assert main([str(tmp_path / "old.json"), str(tmp_path / "only.json")]) == 0
    assert "In one of the runs only, and left out: callers, requests." in capsys.readouterr().out


def test_two_runs_are_compared_in_print(tmp_path, capsys):
    file, before = tmp_path / "bench.json", tmp_path / "bench-old.json"
    write(file, OLD)
    write(file, NEW)
    assert json.loads(before.read_text())["figures"][0]["ratio"] == 3.0
    capsys.readouterr()
    assert main([str(before), str(file)]) == 0
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["calls", "faster", "3", "1.50", "-50", "%", "better,", "goal", "now", "met"] in printed
    assert ["requests", "dropped", "1", "-", "gone"] in printed
    assert main([str(file), str(file)]) == 0
    assert "Nothing changed" in capsys.readouterr().out


def test_a_run_that_is_not_there_is_named(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(LATEST, NEW)
    assert main(["none.json"]) == 2
    assert f"`make bench` writes {LATEST}" in capsys.readouterr().err
    assert main([str(BEFORE)]) == 2
    assert "no earlier run yet: run `make bench` twice" in capsys.readouterr().err
    write(LATEST, NEW)
    assert main([str(BEFORE)]) == 0
    with pytest.raises(SystemExit, match="2"):
        main([])


def test_a_run_names_no_machine(tmp_path):
    told = report([])
    assert set(told) == {"date", "machine", "versions", "figures"}
    assert set(told["machine"]) == {"python", "system", "cores"}


CALLERS = "64 callers, plan 200/s, once the pace is known"


def test_pages_tell_what_was_measured():
    figures = [
        Figure("calls", "a call, in memory", "ms", 2.25, 1.0, "raw signed request", goal=Goal("over", 1.5), spread=7.1),
        Figure("callers", CALLERS, "calls/s", 150, 200, "ideal: the plan", goal=Goal("ratio", 0.95, at_least=True)),
        Figure("callers", "64 callers over HTTP", "calls/s", 46.0, 230.0, "SDK tool"),
        Figure("token cost", "the list of tools", "model tokens", 3_600, goal=Goal("ours", 3_500)),
    ]
    rows = report(figures)["figures"]
    assert main_table(rows)[2:] == [
        "| A tool call over the signed request that it sends, in memory | +1.2 ms | ≤ +1.5 ms |",
        "| 64 callers, the service at 50 ms, a plan of 200/s, once the pace is known | 75% of the ideal "
        "| ≥ 95%, **missed** |",
        "",
        "1 of 3 goals are met; [the others, and why](docs/benchmarks.md#goals-that-are-not-met).",
    ]
    in_memory, http, *_ = table([rows[0], rows[2]])[2:]
    assert in_memory == (
        "| calls | a call, in memory | 2.25 ms | 1.00 ms | raw signed request | 2.25 | 7 % | ours - floor ≤ 1.5 ms "
        "| yes |"
    )
    told = "\n".join(whole_page(rows))
    goals, rest = told.split("### Goals that are not met")
    assert in_memory in goals
    missed, others = rest.split("<details>")
    assert [line.split(": ")[0] for line in missed.strip().splitlines()] == [
        f"- **callers, {CALLERS}**",
        "- **token cost, the list of tools**",
    ]
    assert "Next: " in missed
    assert "not been looked into" in missed
    assert http in others
    assert "\nNone.\n" in "\n".join(whole_page(rows[:1]))
    page = "before\n<!-- measured -->\nold\nolder\n<!-- end -->\nafter\n"
    assert with_table(page, ["| new |"]) == "before\n<!-- measured -->\n| new |\n<!-- end -->\nafter\n"
    with pytest.raises(ValueError, match="no place"):
        with_table("nothing\n", [])


def test_pages_have_every_row():
    readme, page = README.read_text(encoding="utf-8"), PAGE.read_text(encoding="utf-8")
    for (subject, name), (what, _) in MAIN.items():
        assert f"| {what} | " in readme
        assert f"| {subject} | {name} | " in page
