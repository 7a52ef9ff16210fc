"""Access tokens are taken, and only for as long as a token may last; other things that the issuer signs are not."""

import time

import pytest

from trust.issuer import issuing
from wallet_portfolio.tools.oauth import OAuth, TokenChecker

pytestmark = pytest.mark.anyio
AUDIENCE = "https://wallets.example.com/mcp"
DAY = 86_400


@pytest.fixture(scope="module")
def issuer():
    with issuing() as issuer:
        yield issuer


async def taken(issuer, token):
    return await TokenChecker(OAuth(issuer.url, AUDIENCE)).verify_token(token) is not None


@pytest.mark.parametrize("kind", [None, "JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt"])
async def test_an_access_token_says_what_it_is_or_nothing(issuer, kind):
    assert await taken(issuer, issuer.token(AUDIENCE, headers={"typ": kind}))


@pytest.mark.parametrize("kind", ["id+jwt", "logout+jwt", "dpop+jwt", "secevent+jwt", "at+jwtx", "application/jose"])
async def test_what_says_that_it_is_something_else_is_not_taken(issuer, kind):
    assert not await taken(issuer, issuer.token(AUDIENCE, headers={"typ": kind}))


@pytest.mark.parametrize("seconds", [60, DAY, 365 * DAY])
async def test_a_token_lasts_for_a_time(issuer, seconds):
    assert await taken(issuer, issuer.token(AUDIENCE, exp=int(time.time()) + seconds))


@pytest.mark.parametrize("seconds", [400 * DAY, 10**12, 10**30, float("1e300")])
async def test_a_token_for_ever_is_not_taken(issuer, seconds):
    assert not await taken(issuer, issuer.token(AUDIENCE, exp=int(time.time()) + seconds))
