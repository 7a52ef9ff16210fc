"""The HTTP server as an OAuth resource server, before a real authorization server."""

import secrets
import time

import httpx
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from trust.http_serving import free_port, modern_call, serving
from trust.issuer import SigningKey, issuing, signed_with_public_key, unsigned, with_claims

SCOPE = "wallets:read"


def served_for(issuer, home):
    port = free_port()
    return serving(
        home,
        port=port,
        options=["--demo"],
        WALLET_PORTFOLIO_OAUTH_ISSUER=issuer.url,
        WALLET_PORTFOLIO_OAUTH_AUDIENCE=f"http://127.0.0.1:{port}/mcp",
        WALLET_PORTFOLIO_OAUTH_SCOPES=SCOPE,
    )


@pytest.fixture(scope="module")
def issuer():
    with issuing() as issuer:
        yield issuer


@pytest.fixture(scope="module")
def server(issuer, tmp_path_factory):
    with served_for(issuer, tmp_path_factory.mktemp("home")) as server:
        yield server


def call(server, token=None, **headers):
    named, body = modern_call("get_total_value")
    headers |= {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    headers |= dict(line.split(": ", 1) for line in named)
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    return httpx.post(server.url, content=body, headers=headers, timeout=20, trust_env=False)


def metadata_url(server):
    return f"http://127.0.0.1:{server.port}/.well-known/oauth-protected-resource/mcp"


@pytest.mark.anyio
@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_token_for_this_server_lets_every_client_in(issuer, server, mode):
    http = create_mcp_http_client(headers={"Authorization": f"Bearer {issuer.token(server.url)}"})
    async with http, Client(streamable_http_client(server.url, http_client=http), mode=mode) as client:
        answer = await client.call_tool("get_total_value", {})
    assert answer.structured_content["status"] == "ok"


def test_who_has_no_token_is_told_where_to_get_one(issuer, server):
    refusal = call(server)
    assert refusal.status_code == 401
    assert refusal.headers["WWW-Authenticate"].startswith("Bearer ")
    assert f'resource_metadata="{metadata_url(server)}"' in refusal.headers["WWW-Authenticate"]
    told = httpx.get(metadata_url(server), trust_env=False)
    assert told.status_code == 200
    assert told.json()["resource"] == server.url
    assert told.json()["authorization_servers"] == [issuer.url]
    assert told.json()["scopes_supported"] == [SCOPE]


def bad_tokens(issuer, audience):
    now = int(time.time())
    good = issuer.token(audience)
    signature = good.rpartition(".")[2]
    return {
        "a dot": ".",
        "no token": "a-word",
        "random": secrets.token_urlsafe(300),
        "deep": "W1tb" * 2_000 + ".e30." + signature,
        "another audience": issuer.token("http://127.0.0.1:1/mcp"),
        "an audience that begins like this one": issuer.token(audience + "-too"),
        "no audience": issuer.token(None),
        "another issuer": issuer.token(audience, iss="https://evil.example"),
        "an issuer that begins like this one": issuer.token(audience, iss=issuer.url + "/"),
        "no issuer": issuer.token(audience, iss=None),
        "expired": issuer.token(audience, exp=now - 2),
        "no end": issuer.token(audience, exp=None),
        "an end that is no time": issuer.token(audience, exp="tomorrow"),
        "an end beyond all numbers": issuer.token(audience, exp=float("inf")),
        "not valid yet": issuer.token(audience, nbf=now + 600),
        "made in the future": issuer.token(audience, iat=now + 600),
        "the wrong key": issuer.token(audience, key=SigningKey(issuer.keys[0].kid)),
        "a key nobody knows": issuer.token(audience, key=SigningKey("unknown")),
        "another kind of key": issuer.token(audience, key=SigningKey(issuer.keys[0].kid, "ES256")),
        "unsigned": unsigned(good),
        "signed with what is public": signed_with_public_key(good, issuer.keys[0]),
        "other claims": with_claims(good, sub="somebody-else"),
        "no signature": good.rpartition(".")[0] + ".",
        "cut off": good[:-20],
        "a key of the token's own": issuer.token(
            audience, key=(own := SigningKey("own")), headers={"jwk": own.jwk, "jku": "http://127.0.0.1:9/keys"}
        ),
        "something critical that nobody knows": issuer.token(audience, headers={"crit": ["x"], "x": 1}),
    }


def test_no_other_token_is_taken_and_none_is_logged(issuer, server):
    tokens = bad_tokens(issuer, server.url)
    good, narrow = issuer.token(server.url), issuer.token(server.url, scope="other:read")
    found = {name: call(server, token) for name, token in tokens.items()}
    assert {name: answer.status_code for name, answer in found.items()} == dict.fromkeys(tokens, 401)
    for answer in found.values():
        assert f'resource_metadata="{metadata_url(server)}"' in answer.headers["WWW-Authenticate"]
    assert call(server, good).status_code == 200
    for token in [*tokens.values(), good, narrow]:
        for part in token.split("."):
            assert len(part) < 10 or part not in server.log
    for claim in ("someone", "somebody-else", "a-client", "evil.example"):
        assert claim not in server.log
    assert "Traceback" not in server.log


@pytest.mark.parametrize("claims", [{"scope": "other:read"}, {"scope": None}, {"scope": f"{SCOPE}-not"}, {"scope": 7}])
def test_a_token_that_does_not_allow_it_is_told_so(issuer, server, claims):
    refusal = call(server, issuer.token(server.url, **claims))
    assert refusal.status_code == 403
    assert 'error="insufficient_scope"' in refusal.headers["WWW-Authenticate"]
    assert f'resource_metadata="{metadata_url(server)}"' in refusal.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "claims",
    [
        {"scope": f"other {SCOPE} more"},
        {"scope": None, "scp": ["other", SCOPE]},
        {"aud": ["https://other.example", "AUDIENCE"]},
        {"aud": "AUDIENCE/"},
        {"nbf": None, "iat": None, "sub": None, "client_id": None},
    ],
)
def test_what_servers_write_differently_is_read(issuer, server, claims):
    def named(value):
        return value.replace("AUDIENCE", server.url) if isinstance(value, str) else value

    claims = {name: [named(v) for v in value] if isinstance(value, list) else named(value)
              for name, value in claims.items()}  # fmt: skip
    audience = claims.pop("aud", server.url)
    assert call(server, issuer.token(audience, **claims)).status_code == 200


def test_a_token_in_the_address_or_under_another_scheme_is_none(issuer, server):
    token = issuer.token(server.url)
    assert call(server, Authorization=token).status_code == 401
    assert call(server, Authorization=f"Basic {token}").status_code == 401
    assert call(server, Authorization=f"bearer {token}").status_code == 200


def test_while_the_keys_are_unknown_nobody_is_let_in_and_nobody_is_accused(tmp_path):
    with issuing() as issuer, served_for(issuer, tmp_path) as server:
        issuer.down = True
        for _ in range(3):
            answer = call(server, issuer.token(server.url))
            assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True)
        assert call(server, unsigned(issuer.token(server.url))).status_code == 401
        assert call(server).status_code == 401
        assert sum(issuer.asked.values()) == 2
    assert "Traceback" not in server.log
