"""Sessions of clients of the older protocol: so many and no more, and those that nobody uses end."""

import json
import time

from support.processes import PATIENCE_SECONDS
from trust.http_serving import post, read_answer, serving

HELLO = json.dumps(
    {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
).encode()
LIST = json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/list"}).encode()


def begin(server):
    """The status, and the session where there is one."""
    with server.connect(post(body=HELLO)) as connection:
        status, headers, _ = read_answer(connection)
    return status, headers.get("mcp-session-id")


def status_in(server, session, method="POST"):
    request = post(body=LIST, headers=[f"Mcp-Session-Id: {session}"])
    with server.connect(request.replace(b"POST", method.encode(), 1)) as connection:
        return read_answer(connection)[0]


def test_no_more_than_so_many_are_kept_until_one_of_them_ends(tmp_path):
    with serving(tmp_path, limits={"most_sessions": 3}, WALLET_PORTFOLIO_DEMO="1") as server:
        begun = [begin(server) for _ in range(20)]
        assert [status for status, _ in begun] == [200] * 3 + [503] * 17
        assert [status_in(server, session) for _, session in begun[:3]] == [200] * 3
        assert status_in(server, begun[0][1], "DELETE") == 200
        assert [begin(server)[0] for _ in range(2)] == [200, 503]


def test_those_that_nobody_uses_make_room(tmp_path):
    with serving(tmp_path, limits={"most_sessions": 2, "session": 0.2}, WALLET_PORTFOLIO_DEMO="1") as server:
        sessions, deadline = [], time.monotonic() + PATIENCE_SECONDS
        while len(sessions) < 5 and time.monotonic() < deadline:
            status, session = begin(server)
            sessions += [session] if status == 200 else []
            time.sleep(0.05)
        assert len(set(sessions)) == 5
        assert [status_in(server, session) for session in sessions[:3]] == [404] * 3
