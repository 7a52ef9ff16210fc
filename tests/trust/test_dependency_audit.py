"""What is found fails the check; a service that cannot be asked does not."""

import http.server
import json
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from dependency_audit import NOT_AUDITED, judge

SCRIPT = Path(__file__).parents[2] / "server" / "dependency_audit.py"
LOCK = f"old-thing==1.0 \\\n    --hash=sha256:{'ab' * 32}\nnew-thing==2.0 \\\n    --hash=sha256:{'cd' * 32}\n"
UNREACHED = "Dependencies: not audited, because the advisory service could not be reached."
FLAW = {
    "id": "PYSEC-2099-1",
    "affected": [
        {
            "package": {"name": "old-thing", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
        }
    ],
}


def report(*dependencies):
    return json.dumps({"dependencies": list(dependencies), "fixes": []})


def known(name, *flaws):
    return {"name": name, "version": "1.0", "vulns": [{"id": flaw, "fix_versions": ["1.1"]} for flaw in flaws]}


def unknown(name):
    return {"name": name, "skip_reason": f"Dependency not found on PyPI and could not be audited: {name} (1.0)"}


def test_a_known_vulnerability_fails_and_is_named_with_its_cure():
    verdict = judge(report(known("a"), known("b", "PYSEC-1", "GHSA-2"), unknown("c")))
    assert verdict.failed
    assert verdict.lines[1:] == ("  b 1.0: PYSEC-1, fixed in 1.1", "  b 1.0: GHSA-2, fixed in 1.1")


def test_one_without_a_cure_fails_too():
    told = {"name": "b", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": []}]}
    verdict = judge(report(told))
    assert (verdict.failed, verdict.lines[1]) == (True, "  b 1.0: PYSEC-1, no version fixes it yet")


def test_nothing_found_passes():
    verdict = judge(report(known("a"), known("b")))
    assert (verdict.failed, verdict.lines) == (False, ("Dependencies: 2 audited, no known vulnerability.",))


def test_what_the_service_does_not_know_is_counted():
    (line,) = judge(report(known("a"), unknown("b"))).lines
    assert line == "Dependencies: 1 audited, no known vulnerability. The advisory service does not know 1 more."


def test_a_service_that_knows_nothing_is_said_in_one_line():
    assert judge(report(unknown("a"), unknown("b"))) == judge(report()) == NOT_AUDITED
    assert not NOT_AUDITED.failed


@pytest.mark.parametrize("told", ["", "Traceback (most recent call last):", "[]", '{"dependencies":[{}]}'])
def test_what_is_no_report_is_not_taken_for_a_good_one(told):
    assert judge(told) is None


def test_an_advisory_cannot_write_to_the_terminal():
    assert "\x1b" not in judge(report(known("a", "PYSEC-\x1b[2J1\n::error::"))).lines[1]


class _Advisories(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["package"]["name"]
        told = json.dumps({"vulns": [FLAW]} if asked == self.server.flawed else {}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_):
        pass


@contextmanager
def advisories(flawed=None, status=200):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Advisories) as server:
        server.flawed, server.status = flawed, status
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/query"
        finally:
            server.shutdown()
            thread.join()


def run(folder, url, lock=LOCK):
    file = folder / "requirements.lock"
    file.write_text(lock)
    options = ["--vulnerability-service", "osv", "--osv-url", url, "--cache-dir", str(folder / "cache")]
    done = subprocess.run([sys.executable, str(SCRIPT), str(file), *options], capture_output=True, text=True)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_the_real_tool_asking_a_real_service(tmp_path):
    with advisories(flawed="old-thing") as url:
        assert run(tmp_path, url) == (
            1,
            ["Dependencies with known vulnerabilities:", "  old-thing 1.0: PYSEC-2099-1, fixed in 1.1"],
        )
    with advisories() as url:
        assert run(tmp_path, url) == (0, ["Dependencies: 2 audited, no known vulnerability."])


def test_the_real_tool_where_the_service_is_not_there_or_broken(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert run(tmp_path, f"http://127.0.0.1:{port}/v1/query") == (0, [UNREACHED])
    with advisories(status=503) as url:
        assert run(tmp_path, url) == (0, [UNREACHED])


def test_a_lock_that_cannot_be_read_fails(tmp_path):
    with advisories() as url:
        status, lines = run(tmp_path, url, lock="old-thing>=1.0\n")
    assert status == 1
    assert lines[0].endswith("does not work:")
