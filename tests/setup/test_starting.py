"""Servers are really started, with real programs that do what they should or not."""

import json
import sys

import pytest

from support.processes import COMMAND, environment
from wallet_portfolio.setup.clients import CLIENTS, Machine
from wallet_portfolio.setup.starting import Start, try_start

pytestmark = pytest.mark.anyio


def start(*command, **settings):
    return Start(command[0], tuple(command[1:]), tuple(settings.items()))


async def test_a_server_that_works_is_asked_something(tmp_path):
    started = await try_start(start(*COMMAND, "serve", "--demo", **environment(tmp_path)))
    assert (started.failure, started.error) == ("", "")
    assert started.tools == 12


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("print('no protocol')", "it ends instead of answering"),
        ("import sys; sys.exit('library \x1b[31mmissing\x1b[0m s3cret')", "library missing ••••"),
        ("import time; time.sleep(60)", "does not answer within 1 s"),
    ],
)
async def test_a_program_that_is_no_server_fails_in_words(program, said):
    started = await try_start(
        start(sys.executable, "-c", program, OKX_PASSPHRASE="s3cret"), patience=1 if "sleep" in program else 30
    )
    assert said in started.failure


def machine(**environment):
    return Machine("linux", None, {"HOME": "/h", "PATH": "/bin", **environment})


ENTRY = {"command": "${TOOLS:-/programs}/w", "args": ["serve"], "env": {"OKX_API_KEY": "${OKX_API_KEY:-}", "B": "b"}}


def test_claude_code_hands_its_environment_on_and_fills_in_what_is_named():
    began = Start.of(CLIENTS["claude-code"], ENTRY, machine(OKX_API_KEY="k", OTHER="o"))
    assert began.command == "/programs/w"
    assert dict(began.environment) == {"HOME": "/h", "PATH": "/bin", "OKX_API_KEY": "k", "OTHER": "o", "B": "b"}


def test_claude_desktop_hands_little_on_and_fills_nothing_in():
    began = Start.of(CLIENTS["claude-desktop"], ENTRY, machine(OKX_SECRET_KEY="s"))
    assert began.command == "${TOOLS:-/programs}/w"
    assert dict(began.environment) == {"HOME": "/h", "PATH": "/bin", **ENTRY["env"]}


@pytest.mark.parametrize("entry", [{}, {"command": 1, "args": {}, "env": []}, json.loads('{"command": null}')])
def test_an_entry_that_makes_no_sense_starts_nothing(entry):
    assert not Start.of(CLIENTS["cursor"], entry, machine()).found
