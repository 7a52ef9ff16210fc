"""`route` as another program uses it: one line in, one line out, whatever the bytes, without any network."""

import json
import socket
import subprocess

import pytest
from typer.testing import CliRunner

from support.processes import COMMAND, PATIENCE_SECONDS, environment
from support.worlds import ALICE, BOB
from wallet_portfolio import simulator
from wallet_portfolio.cli import app

KEYS = ["intent", "confidence", "slots", "missing", "alternatives"]
PORTFOLIO = b"show my portfolio"


def read(printed):
    """The lines that were printed, after all of them were read as JSON."""
    assert printed == b"" or printed.endswith(b"\n")
    text = printed.decode()
    assert text.splitlines() == text.split("\n")[:-1]  # no other ends of lines in them
    routed = [json.loads(line) for line in text.splitlines()]
    for one in routed:
        assert list(one) == KEYS
        for reading in (one, *one["alternatives"]):
            assert 0 <= reading["confidence"] <= 1
    return routed


def route(given, **settings):
    result = CliRunner().invoke(app, ["route"], input=given, env=settings)
    assert (result.exception, result.stderr_bytes) == (None, b"")
    return read(result.stdout_bytes)


def route_in_a_process(home, given, **settings):
    result = subprocess.run(
        [*COMMAND, "route"],
        env=environment(home, **settings),
        input=given,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    return read(result.stdout)


def test_each_line_is_answered_in_its_order():
    requests = [
        "which networks do you support?",
        "what is my wallet worth in total?",
        "show everything I hold",
        "how much USDC do I have on Base?",
        "show my portfolio",
        "swap half my SOL for BONK",
        "which of my coins are losing money?",
        "what is the market cap of PEPE?",
        "price chart of ETH",
        "find the token contract address of BONK",
        "write a python script that sorts a list",
    ]
    routed = route("\n".join(requests).encode())
    assert [one["intent"] for one in routed] == [
        *("supported_chains", "total_value", "all_balances", "token_balances", "portfolio_overview"),
        *("pre_swap_check", "sell_underperformers", "token_details", "price_chart", "token_search", "out_of_scope"),
    ]
    swap = routed[5]
    assert swap["slots"] == {"sell": "SOL", "buy": "BONK", "amount": "50%", "amount_of": "sell"}
    assert swap["missing"] == ["wallet"]


def test_all_five_languages_are_read():
    requests = [
        "how much USDC do I have on Base?",
        "我在Base上有多少USDC？",
        "¿Cuánto USDC tengo en Base?",
        "Quanto USDC eu tenho na Base?",
        "私はBaseにUSDCをどれくらい持っていますか？",
    ]
    for one in route("\n".join(requests).encode()):
        assert one["slots"] == {"chains": ["8453"], "tokens": ["USDC"]}
        assert one["intent"] == "token_balances"


ODD_LINES = [
    b"",
    b"\r",
    b" \t",
    PORTFOLIO,
    PORTFOLIO + b"\r",
    b"show my\rportfolio",
    b"\0",
    PORTFOLIO + b"\0",
    b"show\0my portfolio",
    b"\xff\xfe\x80",
    PORTFOLIO + b" \xc3\x28",
    b"\xf0\x9f",
    b"\xef\xbb\xbf" + PORTFOLIO,
    b"\xed\xa0\x80",  # half a surrogate pair
    "chart of ETH\u2028chart of SOL\u2029\u0085\x0b\x0c\x1c".encode(),
    "$A\u2028B price".encode(),
    b"x" * 1_000_000,
    PORTFOLIO + b" " * 1_000_000,
    b"\xff" * 1_000_000 + b"\r",
    "资产".encode() * 300_000,
    b"[" * 3_000,
    b'"{}\\' * 900,
]


def test_there_is_one_line_for_each_line_whatever_it_holds(tmp_path):
    routed = route_in_a_process(tmp_path, b"".join(line + b"\n" + PORTFOLIO + b"\n" for line in ODD_LINES))
    assert len(routed) == 2 * len(ODD_LINES)
    assert [one["intent"] for one in routed[1::2]] == ["portfolio_overview"] * len(ODD_LINES)


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (b"", 0),
        (b"\n", 1),
        (b"\n\n\n", 3),
        (b"\r", 1),
        (PORTFOLIO, 1),
        (PORTFOLIO + b"\n\n" + PORTFOLIO, 3),
        (b"\n" + b"\xff\0" * 500_000, 2),
    ],
)
def test_the_last_line_may_end_without_a_line_break(given, lines):
    assert len(route(given)) == lines


def test_what_is_said_in_a_line_does_not_depend_on_how_it_ends():
    (first, *others) = route(PORTFOLIO + b"\n" + PORTFOLIO + b"\r\n" + b"x" * 70_000 + b"\n" + PORTFOLIO)
    assert first["intent"] == "portfolio_overview"
    assert others[0] == others[2] == first
    assert others[1]["intent"] == "out_of_scope"


def test_nothing_and_too_much_is_out_of_scope():
    for one in route(b"\n   \n" + PORTFOLIO * 1_000 + b"\n" + "产".encode() * 4_001 + b"\n"):
        assert one == {"intent": "out_of_scope", "confidence": 1.0, "slots": {}, "missing": [], "alternatives": []}


def test_each_line_is_answered_before_the_next_one_comes(tmp_path):
    with subprocess.Popen(
        [*COMMAND, "route"], env=environment(tmp_path), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            for request, intent in (
                (PORTFOLIO, "portfolio_overview"),
                (b"price chart of ETH", "price_chart"),
                (b"", "out_of_scope"),
            ):
                process.stdin.write(request + b"\n")
                process.stdin.flush()
                assert json.loads(process.stdout.readline())["intent"] == intent
            rest, _ = process.communicate(timeout=PATIENCE_SECONDS)
            assert (rest, process.returncode) == (b"", 0)
        finally:
            process.kill()


def test_no_service_is_asked(tmp_path):
    given = f"what is {ALICE} worth\nshow my portfolio\nprice chart of ETH\nwhich networks are supported\n".encode()
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    nowhere = route(given, OKX_BASE_URL=f"http://127.0.0.1:{port}")
    stand_in = simulator.create_app()
    keys = {f"OKX_{name.upper()}": secret for name, secret in simulator.DEMO_CREDENTIALS.items()}
    with simulator.in_background(stand_in) as url:
        assert route_in_a_process(tmp_path, given, OKX_BASE_URL=url, **keys) == nowhere == route(given)
    assert list(stand_in.requests) == []


def test_saved_wallets_are_recognised_by_their_names():
    given = b"show my portfolio\nwhat is in my cold wallet\nhow much USDC is in my Main wallet\n"
    unsaved = route(given)
    assert unsaved[0]["missing"] == ["wallet"]
    saved = route(given, WALLET_PORTFOLIO_WALLETS=f"main={ALICE},cold={BOB}")
    assert [one["missing"] for one in saved] == [[], [], []]
    assert [one["slots"].get("wallets") for one in saved] == [None, ["cold"], ["main"]]
    named = route(f"what is {ALICE} worth".encode())
    assert (named[0]["slots"]["wallets"], named[0]["missing"]) == ([ALICE], [])


def test_a_reader_that_leaves_is_no_error_to_speak_of(tmp_path):
    with subprocess.Popen(
        [*COMMAND, "route"],
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdin.write(PORTFOLIO + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        try:
            process.stdin.write((PORTFOLIO + b"\n") * 50)
            process.stdin.close()
        except BrokenPipeError:
            pass
        assert process.stderr.read() == b""
        assert process.wait(PATIENCE_SECONDS) in {0, 1}


def test_settings_that_cannot_be_read_are_said():
    result = CliRunner().invoke(app, ["route"], input=PORTFOLIO, env={"WALLET_PORTFOLIO_WALLETS": "main"})
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("WALLET_PORTFOLIO_WALLETS is not right")
