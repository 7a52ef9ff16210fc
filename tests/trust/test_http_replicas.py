"""Two processes behind one address, each request at the other one than the last: nobody notices."""

import base64
import json
import time

import httpx
import pytest
from mcp.client import Client
from mcp.server.request_state import RequestStateSecurity
from mcp.types import ElicitResult

from interop.checks.all_tools import CALLS
from support.answers import check
from trust.balancing import STATE_KEY, balanced
from trust.http_serving import modern
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.settings import load_settings

pytestmark = pytest.mark.anyio

OLD_KEY = "the-key-before-that-one-of-the-tests"
QUESTION = {"sell": "USDC", "buy": "ETH", "chain": "Base", "wallet": "main"}  # and how much?


@pytest.fixture(params=["auto", "legacy"])
def mode(request):
    return request.param


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The second one still seals with a key that the first only opens: what is rolled out last is the new key."""
    keys = (f"{STATE_KEY},{OLD_KEY}", f"{OLD_KEY},{STATE_KEY}")
    with balanced(tmp_path_factory.mktemp("home"), keys, WALLET_PORTFOLIO_DEMO="1") as running:
        yield running


class Asked:
    """Somebody who fills in every form the same way."""

    def __init__(self, **content):
        self.content = content
        self.forms = 0

    async def __call__(self, context, form):
        self.forms += 1
        return ElicitResult(action="accept", content=self.content)


async def test_every_tool_answers_whoever_is_asked(both, mode):
    balancer, url, _ = both
    before = dict(balancer.sent)
    async with Client(url, mode=mode) as client:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == CALLS.keys()
        for _ in range(2):
            for name, (arguments, expected, said) in CALLS.items():
                result = await client.call_tool(name, arguments)
                answer = check(tools, name, result)
                if name != "prepare_swap":  # what was agreed to is known where it was proposed
                    assert answer.items() >= expected.items()
                    assert said in result.content[0].text
    assert all(balancer.sent[name] > before[name] + 10 for name in balancer.sent)
    assert balancer.failed == []


async def test_all_pages_are_one_list(both, mode):
    _, url, _ = both
    seen, cursor = [], None
    async with Client(url, mode=mode) as client:
        while True:
            more = {"cursor": cursor} if cursor else {}
            answer = (await client.call_tool("list_holdings", {"limit": 4, **more})).structured_content
            seen += [(held["chain_index"], held["token_address"], held["symbol"]) for held in answer["holdings"]]
            if not (cursor := answer["next_cursor"]):
                break
    assert len(seen) == len(set(seen)) == answer["total_count"] > 20


async def test_a_form_is_answered_at_the_other_one(both):
    balancer, url, _ = both
    user = Asked(amount="100")
    async with Client(url, elicitation_callback=user) as client:
        await client.list_tools()  # which it does before the first call anyway
        for _ in range(2):
            before = dict(balancer.sent)
            answer = (await client.call_tool("check_swap", QUESTION)).structured_content
            assert {name: balancer.sent[name] - before[name] for name in before} == {"a": 1, "b": 1}
            assert (answer["verdict"], answer["amount_minimal"]) == ("ready", "100000000")
            await client.call_tool("list_supported_chains", {"query": "Base"})  # the next form begins at the other one
    assert user.forms == 2


async def test_an_agreement_is_made_at_one_and_kept_at_the_other(both):
    user = Asked(confirmed=True)
    async with Client(both[1], elicitation_callback=user) as client:
        answer = (await client.call_tool("prepare_swap", {**QUESTION, "amount": "100"})).structured_content
    assert answer["transactions"]
    assert user.forms == 1


async def test_an_older_client_is_asked_in_words_instead(both):
    """There is no session that the answer to a form could come back to."""
    user = Asked(amount="100")
    async with Client(both[1], mode="legacy", elicitation_callback=user) as client:
        answer = (await client.call_tool("check_swap", QUESTION)).structured_content
        assert (answer["status"], answer["missing"]) == ("needs_input", ["amount"])
        answer = (await client.call_tool("check_swap", {**QUESTION, "amount": "100"})).structured_content
        assert answer["verdict"] == "ready"
        assert not client.server_capabilities.resources.list_changed
    assert user.forms == 0


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_older_client_is_told_that_there_is_nothing_to_listen_to(both, method):
    headers = {"Accept": "text/event-stream", "Mcp-Session-Id": "one-of-before"}
    answer = httpx.request(method, both[1], headers=headers, timeout=20, trust_env=False)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "keys", ["canary-short", f"{STATE_KEY},canary-short", f"{STATE_KEY},{STATE_KEY}", "canarÿ" * 9]
)
def test_a_key_that_is_none_is_refused_without_being_shown(monkeypatch, keys):
    monkeypatch.setenv("WALLET_PORTFOLIO_HTTP_STATE_KEY", keys)
    with pytest.raises(InputError) as refused:
        load_settings()
    assert refused.value.message.startswith("WALLET_PORTFOLIO_HTTP_STATE_KEY is not right: ")
    assert not [part for part in ("canar", STATE_KEY) if part in refused.value.message]


def test_spaces_and_commas_around_keys_are_none_of_them(monkeypatch):
    monkeypatch.setenv("WALLET_PORTFOLIO_HTTP_STATE_KEY", f" {STATE_KEY} , {OLD_KEY},")
    settings = load_settings()
    assert [key.get_secret_value() for key in settings.state_keys] == [STATE_KEY, OLD_KEY]
    assert STATE_KEY not in f"{settings!r} {settings.model_dump()} {settings.model_dump_json()}"


def ask(address, **more):
    """A round of a question whose form the client can show; its result or error."""
    headers, body = modern("tools/call", "check_swap", arguments=QUESTION, **more)
    message = json.loads(body)
    message["params"]["_meta"]["io.modelcontextprotocol/clientCapabilities"] = {"elicitation": {"form": {}}}
    sent = dict(line.split(": ", 1) for line in headers) | {"Accept": "application/json, text/event-stream"}
    answer = httpx.post(f"http://{address}/mcp", json=message, headers=sent, timeout=20, trust_env=False)
    return answer.json().get("result") or answer.json()["error"]


def answered(asked, state):
    [form] = asked["inputRequests"]
    said = {form: {"action": "accept", "content": {"amount": "100"}}}
    return {"inputResponses": said, "requestState": state}


def sealed(claims, key=STATE_KEY):
    """As the SDK seals it."""
    return RequestStateSecurity(keys=[key]).codec.seal(json.dumps(claims).encode())


def test_what_is_brought_back_is_opened_with_the_key_alone(both):
    balancer, _, replicas = both
    a, b = balancer.replicas.values()
    asked = ask(a)
    state = asked["requestState"]
    assert "USDC" not in state
    claims = json.loads(RequestStateSecurity(keys=[STATE_KEY]).codec.unseal(state))
    assert claims["exp"] - claims["iat"] == 600

    body = state.removeprefix("v1.")
    raw = bytearray(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    raw[-1] ^= 1
    refused = {
        "another key": sealed(claims, "another-key-of-somebody-elses-replica"),
        "changed": "v1." + base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("="),
        "expired": sealed(claims | {"exp": time.time() - 1}),
        "another tool's": sealed(claims | {"t": "prepare_swap"}),
        "another server's": sealed(claims | {"aud": "another"}),
        "nothing": "",
        "made up": "v1.AAAA",
        "not sealed": json.dumps(claims),
    }
    for what, wrong in refused.items():
        error = ask(b, **answered(asked, wrong))
        assert error.get("code") == -32602, (what, error)
        assert error["message"] == "Invalid or expired requestState"
    result = ask(b, **answered(asked, state))
    assert result["structuredContent"]["verdict"] == "ready"
    for replica in replicas.values():
        assert STATE_KEY not in replica.log
        assert OLD_KEY not in replica.log
        assert "Traceback" not in replica.log
