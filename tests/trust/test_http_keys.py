"""How the keys of an authorization server are found, kept and found again. The server is real, the clock is not."""

import anyio
import pytest
from starlette.exceptions import HTTPException

from trust.issuer import SigningKey, issuing
from wallet_portfolio.tools.oauth import KEYS_FRESH_SECONDS, KEYS_KEPT_SECONDS, REFETCH_SECONDS, OAuth, TokenChecker

pytestmark = pytest.mark.anyio

AUDIENCE = "https://wallets.example.com/mcp"


class Door:
    """What checks tokens, at a time of the test's choosing."""

    def __init__(self, issuer):
        self.now = 1_000.0
        self._checker = TokenChecker(OAuth(issuer.url, AUDIENCE), now=lambda: self.now)

    async def opens_to(self, token):
        return await self._checker.verify_token(token) is not None


@pytest.fixture
def issuer():
    with issuing() as issuer:
        yield issuer


@pytest.mark.parametrize("path", ["", "/tenant"])
@pytest.mark.parametrize("metadata", ["oauth-authorization-server", "openid-configuration"])
async def test_they_are_found_wherever_the_standards_put_them(path, metadata):
    with issuing(path, metadata=metadata) as issuer:
        assert await Door(issuer).opens_to(issuer.token(AUDIENCE))


async def test_only_strong_keys_of_the_two_algorithms_count(issuer):
    weak, es, rs = issuer.keys = [SigningKey("weak", bits=1_024), SigningKey("es", "ES256"), SigningKey("rs")]
    door = Door(issuer)
    assert await door.opens_to(issuer.token(AUDIENCE, key=es))
    assert await door.opens_to(issuer.token(AUDIENCE, key=rs))
    assert not await door.opens_to(issuer.token(AUDIENCE, key=weak))
    rs.algorithm = "RS512"
    assert not await door.opens_to(issuer.token(AUDIENCE, key=rs))


async def test_a_token_without_the_name_of_a_key_is_taken_while_there_is_no_choice(issuer):
    assert await Door(issuer).opens_to(issuer.token(AUDIENCE, headers={"kid": None}))
    issuer.keys.append(SigningKey("second"))
    assert not await Door(issuer).opens_to(issuer.token(AUDIENCE, headers={"kid": None}))


async def test_many_who_come_at_once_have_them_fetched_once(issuer):
    door, opened = Door(issuer), []

    async def come():
        opened.append(await door.opens_to(issuer.token(AUDIENCE)))

    async with anyio.create_task_group() as group:
        for _ in range(20):
            group.start_soon(come)
    assert opened == [True] * 20
    assert issuer.asked["/keys"] == 1


async def test_made_up_names_of_keys_have_them_fetched_once_in_a_while(issuer):
    door = Door(issuer)
    for round_ in (1, 2, 3):
        for number in range(20):
            assert not await door.opens_to(issuer.token(AUDIENCE, headers={"kid": f"made-up-{number}"}))
        assert issuer.asked["/keys"] == round_
        door.now += REFETCH_SECONDS


async def test_a_new_key_is_known_soon_and_an_old_one_forgotten(issuer):
    door = Door(issuer)
    old = issuer.token(AUDIENCE)
    assert await door.opens_to(old)
    issuer.keys = [SigningKey("second")]
    new = issuer.token(AUDIENCE)
    assert not await door.opens_to(new)
    assert await door.opens_to(old)
    door.now += REFETCH_SECONDS
    assert await door.opens_to(new)
    assert not await door.opens_to(old)
    assert issuer.asked["/keys"] == 2


async def test_a_withdrawn_key_is_forgotten_without_anybody_asking_for_another(issuer):
    door, token = Door(issuer), issuer.token(AUDIENCE)
    assert await door.opens_to(token)
    issuer.keys = [SigningKey("second")]
    door.now += KEYS_FRESH_SECONDS + 1
    assert not await door.opens_to(token)


async def test_a_failing_server_is_outlived_for_a_while_and_not_for_ever(issuer):
    door, token = Door(issuer), issuer.token(AUDIENCE)
    assert await door.opens_to(token)
    issuer.down = True
    door.now += KEYS_FRESH_SECONDS + 1
    asked = sum(issuer.asked.values())
    for _ in range(5):
        assert await door.opens_to(token)
    assert sum(issuer.asked.values()) == asked + 2
    door.now += KEYS_KEPT_SECONDS
    with pytest.raises(HTTPException) as refused:
        await door.opens_to(token)
    assert refused.value.status_code == 503
    issuer.down = False
    door.now += REFETCH_SECONDS
    assert await door.opens_to(token)


async def test_their_address_is_taken_as_it_is(issuer):
    issuer.told = {"jwks_uri": f"{issuer.base}/keys?policy=one"}
    assert await Door(issuer).opens_to(issuer.token(AUDIENCE))
    assert issuer.asked["/keys?policy=one"] == 1


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"jwks_uri": "http://198.51.100.7/keys"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"jwks_uri": "http://127.0.0.1:9/keys"},
        {"padding": "x" * 600_000},
    ],
)
async def test_keys_that_cannot_be_trusted_are_none(issuer, told):
    issuer.told = told
    with pytest.raises(HTTPException) as refused:
        await Door(issuer).opens_to(issuer.token(AUDIENCE))
    assert refused.value.status_code == 503
    assert "/keys" not in issuer.asked


@pytest.mark.parametrize("keys", [None, {}, {"keys": None}, {"keys": "x"}, {"keys": 1}, []])
async def test_something_else_than_keys_is_no_key(issuer, keys):
    issuer.published = keys
    with pytest.raises(HTTPException):
        await Door(issuer).opens_to(issuer.token(AUDIENCE))


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"n": "!!"},
        {"n": 7},
        {"e": None},
        {"use": "enc"},
        {"alg": "HS256"},
        {"alg": "PS256"},
        {"kty": "EC", "crv": "P-384"},
        {"kty": ["RSA"]},
        {"d": "AQAB"},
    ],
)
async def test_a_key_that_is_none_of_ours_is_left_aside(issuer, change):
    good = SigningKey("good")
    issuer.published = {"keys": [issuer.keys[0].jwk | change, "x", None, good.jwk]}
    door = Door(issuer)
    assert not await door.opens_to(issuer.token(AUDIENCE))
    assert await door.opens_to(issuer.token(AUDIENCE, key=good))
