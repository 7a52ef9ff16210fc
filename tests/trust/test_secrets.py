"""No part of the credentials gets out: by no command, no tool and no fault, into no output, log, error or file."""

import pytest
from typer.testing import CliRunner

from trust.canaries import CREDENTIALS, SECRETS, everything_in, everything_of, leaks
from trust.canary_service import ARGUMENTS, SAVED
from wallet_portfolio.app import open_access
from wallet_portfolio.assets.errors import NeedsInput, WalletError
from wallet_portfolio.cli import app as commands
from wallet_portfolio.okx import calling
from wallet_portfolio.okx.budget import answer_budget
from wallet_portfolio.okx.codes import Again
from wallet_portfolio.okx.transport import Transport
from wallet_portfolio.settings import load_settings
from wallet_portfolio.simulator import DEMO_WALLETS, Fault
from wallet_portfolio.simulator.faults import (
    ClockOffset,
    CutShort,
    EndlessBody,
    Hang,
    Mutate,
    Reset,
    gzip_bomb,
    html_page,
    invalid_utf8,
    payment_required,
    rate_limited,
    redirect,
    service_code,
    wrong_shape,
)
from wallet_portfolio.tools.catalog import TOOLS
from wallet_portfolio.workflows.access import no_progress

ECHO = " ".join(CREDENTIALS.values())
# Each way that an answer can go wrong, and each of the service's codes that leads somewhere of its own.
EFFECTS = {
    "none": None,
    **{
        f"code {code}": service_code(code, f"Invalid {ECHO}", status=status)
        for code, status in (
            *(("50113", 401), ("50102", 401), ("50026", 500), ("50011", 200)),
            *(("50125", 403), ("51000", 400), ("82000", 200), ("12345", 200)),
        )
    },
    "429": rate_limited(),
    "429 later": rate_limited(retry_after="3000"),
    "402": payment_required(),
    "5xx HTML": html_page(502),
    "bytes": invalid_utf8(),
    "bomb": gzip_bomb(),
    "endless": EndlessBody(),
    "shape": wrong_shape({"code": "0", "msg": ECHO, "data": [ECHO, {"tokenAssets": [ECHO]}]}),
    "empty shape": wrong_shape({"code": "0", "msg": "", "data": [{"tokenAssets": [1]}]}),
    "no envelope": wrong_shape([ECHO]),
    "rows": Mutate(lambda _: {"code": "0", "data": [{"chainIndex": ECHO, "totalValue": ECHO, "ts": ECHO}]}),
    "cut": CutShort(),
    "reset": Reset(),
    "reset midway": Reset(midway=True),
    "hang": Hang(2.0),
    "clock": ClockOffset(600),
}
HEAVY = {"bomb": "/total-value-by-address", "endless": "/total-value-by-address"}  # of megabytes, so at one call
ECHOING = {"shape", "rows"}  # what the service itself says is in the frames that read it
ELSEWHERE = ("redirect", "no TLS", "no such name")
FAULTS = [*EFFECTS, *ELSEWHERE]


def command_lines():
    lines = [["doctor"], ["route"], ["ask", "what is my wallet worth"], ["ask", "swap 0.1 ETH for USDC", "--json"]]
    for tool in TOOLS:
        if tool.name == "ask_wallet":
            continue
        options = []
        for name, value in ARGUMENTS[tool.name].items():
            text = ",".join(value) if isinstance(value, list) else value
            options += [f"--{name.replace('_', '-')}", *([] if value is True else [text])]
        lines.append([tool.command, *options, "--json"])
    return [*lines, ["show-portfolio"], ["list-holdings", "--limit", "0"], ["no-such-command"]]


@pytest.fixture(autouse=True)
def _soon(monkeypatch, no_waiting_between_attempts):
    """Nothing waits for long: pace and patience are for other tests."""
    monkeypatch.setitem(calling._RETRIES, Again.BACKOFF, 1)
    monkeypatch.setattr("wallet_portfolio.okx.pace.SECOND", 0.001)
    monkeypatch.setattr("wallet_portfolio.okx.pace.LONGEST_HOLD", 0.01)


@pytest.fixture
def struck(service, other_host, machine, monkeypatch):
    """Settings in the environment that lead to the service, with one fault in force for every call."""

    def strike(fault):
        base = service.url
        for proxy in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(proxy, f"http://{other_host.address}")
        if fault == "redirect":
            service.stand_in.faults.add(Fault(redirect(f"http://{other_host.address}/")))
        elif fault == "no TLS":
            base = f"https://{other_host.address}"
            monkeypatch.setenv("NO_PROXY", "*")
        elif fault == "no such name":
            base = "https://nowhere.invalid"
        elif EFFECTS[fault]:
            service.stand_in.faults.add(Fault(EFFECTS[fault], HEAVY.get(fault)))
        if fault == "hang":
            monkeypatch.setitem(Transport.__init__.__kwdefaults__, "request_seconds", 0.03)
        monkeypatch.setenv("OKX_BASE_URL", base)
        monkeypatch.setenv("WALLET_PORTFOLIO_MAX_RPS", "1000")
        monkeypatch.setenv("WALLET_PORTFOLIO_WALLETS", SAVED)

    return strike


def test_every_tool_is_asked():
    assert {tool.name for tool in TOOLS} == set(ARGUMENTS)


@pytest.mark.parametrize("fault", FAULTS)
def test_no_command_lets_one_out(fault, struck, service, other_host, machine, ears):
    struck(fault)
    printed = []
    for line in command_lines():
        result = CliRunner().invoke(commands, ["-v", *line], input="what is my wallet worth\n")
        assert result.exception is None or isinstance(result.exception, SystemExit), line
        assert "Traceback" not in result.stderr
        printed += [result.stdout, result.stderr]
    assert leaks(printed, service.signing.signatures) == []
    assert leaks(ears.heard, service.signing.signatures) == []
    assert leaks(other_host.received, service.signing.signatures) == []
    machine.check_files()
    assert any("/api/v6/dex" in line for line in ears.heard)
    if fault not in ELSEWHERE:
        assert service.signing.signatures
        assert other_host.received == b""


async def _outcome(access, tool):
    """Caught here, in a frame of its own: what a traceback shows of the frames must not be all that was said before."""
    question = tool.takes.model_validate(ARGUMENTS[tool.name])
    try:
        with answer_budget():
            return await tool.function(access, question, no_progress)
    except (WalletError, NeedsInput) as error:
        return error


@pytest.mark.anyio
@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault not in ECHOING])
async def test_no_error_no_result_and_no_object_holds_one(fault, struck, service, machine, ears):
    """The errors themselves, with all that they came from: what a debugger or a crash reporter would get to see."""
    struck(fault)
    said, failed = [], 0
    async with open_access(load_settings()) as access:
        for tool in TOOLS:
            outcome = await _outcome(access, tool)
            failed += isinstance(outcome, Exception)
            said += everything_of(outcome) if isinstance(outcome, Exception) else [repr(outcome)]
        objects = everything_in(access)
    assert leaks(said, service.signing.signatures) == []
    assert leaks(objects, service.signing.signatures) == []
    assert leaks(ears.heard, service.signing.signatures) == []
    assert any("Transport" in text for text in objects)
    assert (failed == 0) == (fault in {"none", "clock"})  # a wrong clock is made up for
    machine.check_files()


def _loaded():
    try:
        return load_settings()
    except WalletError as error:
        return error


@pytest.mark.parametrize("text", ["café", "two\nlines", "\U0001f511", " "])
@pytest.mark.parametrize("name", SECRETS)
def test_nor_does_a_secret_that_is_no_good(name, text, machine, service, monkeypatch, ears):
    monkeypatch.setenv(name, f"{SECRETS[name]}{text}{SECRETS[name]}")
    monkeypatch.setenv("OKX_BASE_URL", service.url)
    loaded = _loaded()
    said = everything_of(loaded) if isinstance(loaded, Exception) else everything_in(loaded)
    for line in (["get-total-value", "--wallets", DEMO_WALLETS["main"]], ["doctor"]):
        result = CliRunner().invoke(commands, ["-v", *line])
        assert isinstance(result.exception, SystemExit | None)
        said += [result.stdout, result.stderr]
    assert leaks(said) == []
    assert leaks(ears.heard) == []


@pytest.mark.parametrize(
    "broken",
    [
        'okx_passphrase = "{0}',
        "okx_passphrase = {0}",
        'okx_passphrase = ["{0}"]',
        'okx_passphrase = {{ key = "{0}" }}',
        'wallet_portfolio_max_rps = "{0}"',
        'okx_base_url = "https://user:{0}@web3.invalid"',
        'okx_base_url = "http://{0}.invalid"',
        'wallet_portfolio_wallets = "{0}"',
        'okx_passphrase = "\xff{0}"',
    ],
)
def test_nor_does_a_settings_file_that_is_no_good(broken, machine, ears):
    """A secret that landed in the wrong place is one all the same."""
    machine.settings.write_bytes(broken.format(SECRETS["OKX_PASSPHRASE"]).encode("latin-1"))
    failed = _loaded()
    assert isinstance(failed, WalletError)
    said = everything_of(failed)
    for line in (["doctor"], ["show-portfolio"], ["route"], ["serve"]):
        result = CliRunner().invoke(commands, ["-v", *line])
        assert result.exit_code == 1
        said += [result.stdout, result.stderr]
    assert leaks(said) == []
    assert leaks(ears.heard) == []


def test_settings_and_credentials_show_stars(machine):
    settings = load_settings()
    shown = [repr(settings), str(settings), settings.model_dump_json(), repr(settings.model_dump())]
    shown += [
        repr(settings.credentials),
        str(settings.credentials),
        f"{settings.credentials}",
        *everything_in(settings),
    ]
    assert leaks(shown) == []
    assert "**********" in repr(settings)
    assert settings.credentials.passphrase.get_secret_value() == SECRETS["OKX_PASSPHRASE"]  # it was there to be shown


def test_doctor_says_that_they_are_set_and_no_more(service, struck):
    struck("none")
    result = CliRunner().invoke(commands, ["doctor"])
    assert result.exit_code == 0
    assert "✓ Credentials: all three are set" in result.stdout
    for secret in SECRETS.values():
        assert not any(secret[at : at + 4] in result.stdout for at in range(6, len(secret) - 3))


def test_what_is_missing_is_named_without_what_is_there(service, struck, monkeypatch):
    struck("none")
    monkeypatch.delenv("OKX_SECRET_KEY")
    result = CliRunner().invoke(commands, ["doctor"])
    assert result.exit_code == 1
    assert "OKX_SECRET_KEY" in result.stdout
    assert leaks([result.stdout, result.stderr]) == []


def test_the_search_itself_finds_what_is_there(tmp_path, machine):
    """A canary that nobody would hear proves nothing."""
    secret = SECRETS["OKX_API_KEY"]
    assert leaks(f"key={secret}") == leaks(secret.encode()) == leaks(["a", secret]) == ["OKX_API_KEY"]
    assert leaks(secret.encode().hex()) == ["OKX_API_KEY"]
    assert leaks("abc", also={"abc"}) == ["a signature"]

    def fails():
        held = secret
        raise ValueError(len(held))

    with pytest.raises(ValueError) as failed:
        fails()
    assert leaks(everything_of(failed.value)) == ["OKX_API_KEY"]
    (machine.work / "dump").write_text(secret)
    with pytest.raises(AssertionError):
        machine.check_files()
