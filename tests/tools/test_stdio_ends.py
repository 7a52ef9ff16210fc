"""What stands at the ends of stdin and stdout: pipes that are filled in pieces, or hardly read, and files."""

import json
import signal
import subprocess
import time

import pytest

from support.processes import COMMAND, PATIENCE_SECONDS, environment

HELLO = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}


def asking(number, method="ping"):
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method}).encode()


def started(home, **ends):
    return subprocess.Popen(
        [*COMMAND, "serve"],
        env=environment(home),
        **{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | ends,
    )


def read(process, count):
    """So many answers, by their numbers."""
    return sorted(json.loads(process.stdout.readline())["id"] for _ in range(count))


def test_lines_may_come_in_pieces_and_several_in_one(tmp_path):
    text = b"\n".join([json.dumps(HELLO).encode(), asking(1) + b"\r", asking(2), b"{no JSON", asking(3), b""])
    with started(tmp_path) as process:
        for start in range(0, len(text), 150):
            process.stdin.write(text[start : start + 150])
            process.stdin.flush()
            time.sleep(0.002)  # so that it is a piece by itself, most likely
        assert read(process, 4) == [0, 1, 2, 3]
        assert process.communicate(timeout=PATIENCE_SECONDS) == (b"", b"")
        assert process.returncode == 0


def test_a_client_that_reads_late_gets_everything(tmp_path):
    lists = b"".join(asking(number, "tools/list") + b"\n" for number in range(1, 41))  # more than a pipe holds
    with started(tmp_path) as process:
        process.stdin.write(json.dumps(HELLO).encode() + b"\n" + lists)
        process.stdin.flush()
        assert read(process, 1) == [0]
        time.sleep(1)  # in which it fills the pipe
        assert read(process, 40) == list(range(1, 41))
        assert process.communicate(timeout=PATIENCE_SECONDS) == (b"", b"")


@pytest.mark.parametrize("together", [False, True], ids=["files", "stdout is stderr"])
def test_other_ends_than_pipes_of_its_own(tmp_path, together):
    question, answer = tmp_path / "question", tmp_path / "answer"
    question.write_bytes(json.dumps(HELLO).encode())  # a last line without an end is one, too
    with question.open("rb") as stdin, answer.open("wb") as stdout:
        ends = {"stderr": subprocess.STDOUT} if together else {"stdin": stdin, "stdout": stdout}
        with started(tmp_path, **ends) as process:
            output, _ = process.communicate(question.read_bytes() if together else None, timeout=PATIENCE_SECONDS)
    assert json.loads(output or answer.read_bytes())["id"] == 0
    assert process.returncode == 0


def test_the_last_line_needs_no_end(tmp_path):
    with started(tmp_path) as process:
        output, log = process.communicate(json.dumps(HELLO).encode(), timeout=PATIENCE_SECONDS)
    assert (json.loads(output)["id"], log, process.returncode) == (0, b"", 0)


def test_it_ends_when_it_is_interrupted_though_nobody_asks_anything(tmp_path):
    with started(tmp_path) as process:
        process.stdin.write(json.dumps(HELLO).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 0
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE_SECONDS) == 130
        assert process.stderr.read() == b""
