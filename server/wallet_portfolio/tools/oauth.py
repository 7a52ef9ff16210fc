"""Who may use the HTTP server, said by an authorization server: access tokens are JWTs that it signed for this server.

Its keys are found through its metadata (RFC 8414, OpenID Connect Discovery). Neither a token nor a claim is logged.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import anyio
import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from mcp.client.auth.utils import build_oauth_authorization_server_metadata_discovery_urls as metadata_urls
from mcp.server.auth.provider import AccessToken, TokenVerifier
from mcp.server.auth.settings import AuthSettings
from pydantic import JsonValue, TypeAdapter, ValidationError
from starlette.exceptions import HTTPException

from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.okx.transport import checked_base_url

ALGORITHMS = ("RS256", "ES256")
KEYS_FRESH_SECONDS = 600.0
KEYS_KEPT_SECONDS = 3_600.0
REFETCH_SECONDS = 30.0

_FETCH_SECONDS = 10.0
_LARGEST_DOCUMENT = 512 * 1024
_SMALLEST_RSA_BITS = 2_048
_CLOCK_SECONDS = 5.0  # what a clock may be ahead for a token to be valid already; an expired one is expired
_FARTHEST_EXPIRY_SECONDS = 366 * 86_400.0
# Of access tokens (RFC 9068), and of those who do not say what they are; an ID token of OpenID Connect may say so.
_KINDS = frozenset({"jwt", "at+jwt", "application/at+jwt"})
_JSON_OBJECT = TypeAdapter(dict[str, JsonValue])

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OAuth:
    """Whose tokens are taken (`issuer`), for whom they have to be made (`audience`: this server's public URL) and what
    they have to allow."""

    issuer: str
    audience: str
    scopes: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        """The name that clients know this server by, with its port where it has one."""
        return httpx.URL(self.audience).netloc.decode("ascii")

    def as_auth_settings(self) -> AuthSettings:
        """As the SDK wants it: it serves the metadata of RFC 9728 and answers 401 and 403."""
        return AuthSettings.model_validate(  # from texts: an issuer without a slash at its end stays without
            {
                "issuer_url": self.issuer,
                "resource_server_url": self.audience,
                "required_scopes": list(self.scopes) or None,
                "validate_token_resource": True,
            }
        )

    def checker(self) -> "TokenChecker":
        """What tells whether a token is to be taken."""
        return TokenChecker(self)


class KeysUnavailable(Exception):
    """The authorization server does not tell its keys. The text names no more than what went wrong."""


class TokenChecker(TokenVerifier):
    """Checks signature, issuer, audience and times of a token; the SDK checks its scopes."""

    def __init__(self, oauth: OAuth, *, now: Callable[[], float] = time.monotonic) -> None:
        self._oauth = oauth
        self._audiences = {oauth.audience.rstrip("/"), oauth.audience.rstrip("/") + "/"}
        self._keys = IssuerKeys(oauth.issuer, now=now)

    async def verify_token(self, token: str) -> AccessToken | None:
        """What the token allows; None where it is not to be taken.

        Raises HTTPException 503 while the authorization server's keys are unknown: the token may well be good.
        """
        try:
            header = jwt.get_unverified_header(token)
            if str(header.get("typ", "JWT")).lower() not in _KINDS:
                return None
            key = await self._keys.signer(header)
            return None if key is None else self._accepted(token, self._claims(token, key))
        except KeysUnavailable as unavailable:
            logger.warning("the keys of the authorization server are not known: %s", unavailable)
            raise HTTPException(
                503,
                "The authorization server cannot be asked for its keys at the moment.",
                {"Retry-After": f"{REFETCH_SECONDS:.0f}"},
            ) from None
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            logger.debug("a token was refused: %s", type(error).__name__)
            return None

    def _claims(self, token: str, key: jwt.PyJWK) -> dict[str, JsonValue]:
        claims: dict[str, JsonValue] = jwt.decode(
            token,
            key,
            algorithms=[key.algorithm_name],
            audience=self._audiences,
            issuer=self._oauth.issuer,
            leeway=_CLOCK_SECONDS,
            options={"require": ["exp", "iss", "aud"]},
        )
        if float(str(claims["exp"])) > time.time() + _FARTHEST_EXPIRY_SECONDS:
            raise ValueError("it hardly ever expires")
        return claims

    def _accepted(self, token: str, claims: Mapping[str, JsonValue]) -> AccessToken:
        subject = claims.get("sub")
        return AccessToken(
            token=token,
            client_id=str(claims.get("client_id") or claims.get("azp") or ""),
            scopes=_scopes(claims),
            expires_at=int(float(str(claims["exp"]))),
            resource=self._oauth.audience,
            subject=None if subject is None else str(subject),
            claims={"iss": self._oauth.issuer},
        )


def _scopes(claims: Mapping[str, JsonValue]) -> list[str]:
    """`scope` as RFC 9068 writes it, and `scp` as some servers do."""
    told = claims.get("scope", claims.get("scp"))
    return told.split() if isinstance(told, str) else [str(one) for one in told] if isinstance(told, list) else []


class IssuerKeys:
    """The public keys of an authorization server. They are fetched when needed, by one task for all.

    A key that is not known makes them be fetched again, but no more than once in REFETCH_SECONDS: anybody can make up
    the name of a key. While the server does not answer, keys are used for KEYS_KEPT_SECONDS.
    """

    def __init__(self, issuer: str, *, now: Callable[[], float] = time.monotonic) -> None:
        self._issuer = issuer
        self._now = now
        self._keys: list[jwt.PyJWK] = []
        self._fetched_at = self._tried_at = float("-inf")
        self._fetching = anyio.Lock()

    async def signer(self, header: Mapping[str, object]) -> jwt.PyJWK | None:
        """The key that a token of this header is signed with. Raises KeysUnavailable."""
        if header.get("alg") not in ALGORITHMS:
            return None
        if self._age() > KEYS_FRESH_SECONDS:
            await self._refetch(lambda: self._age() > KEYS_FRESH_SECONDS)
        if self._age() > KEYS_KEPT_SECONDS:
            raise KeysUnavailable("none were fetched")
        if (key := self._find(header)) is None:
            await self._refetch(lambda: self._find(header) is None)
            key = self._find(header)
        return key

    def _find(self, header: Mapping[str, object]) -> jwt.PyJWK | None:
        fitting = [key for key in self._keys if key.algorithm_name == header["alg"]]
        if "kid" not in header:
            return fitting[0] if len(fitting) == 1 else None
        return next((key for key in fitting if key.key_id == header["kid"]), None)

    def _age(self) -> float:
        return self._now() - self._fetched_at

    async def _refetch(self, needed: Callable[[], bool]) -> None:
        """Fetch the keys, unless somebody just did or tried to."""
        async with self._fetching:
            if not needed() or self._now() - self._tried_at < REFETCH_SECONDS:
                return
            try:
                self._keys = await self._fetch()
            except KeysUnavailable as unavailable:
                logger.warning("the keys of the authorization server could not be fetched: %s", unavailable)
            else:
                self._fetched_at = self._now()
            self._tried_at = self._now()

    async def _fetch(self) -> list[jwt.PyJWK]:
        # A proxy of the environment cannot reach loopback.
        trust_env = self._issuer.startswith("https")
        try:
            with anyio.fail_after(_FETCH_SECONDS):
                async with httpx.AsyncClient(trust_env=trust_env, timeout=_FETCH_SECONDS) as client:
                    return _usable(await _document(client, await self._keys_url(client)))
        except TimeoutError:
            raise KeysUnavailable("it does not answer in time") from None

    async def _keys_url(self, client: httpx.AsyncClient) -> str:
        for url in metadata_urls(self._issuer, self._issuer):
            try:
                metadata = await _document(client, url)
            except KeysUnavailable:
                continue
            if metadata.get("issuer") != self._issuer:
                raise KeysUnavailable("its metadata are those of another issuer")
            keys_url = str(metadata.get("jwks_uri"))
            try:
                checked_base_url(keys_url.partition("?")[0])
            except InputError:
                raise KeysUnavailable("its metadata name no https address of keys") from None
            return keys_url
        raise KeysUnavailable("it has no metadata")


async def _document(client: httpx.AsyncClient, url: str) -> dict[str, JsonValue]:
    """A JSON object; redirects are not followed."""
    content = bytearray()
    try:
        async with client.stream("GET", url, headers={"Accept": "application/json"}) as response:
            if response.status_code != httpx.codes.OK:
                raise KeysUnavailable(f"it answers with HTTP {response.status_code}")
            async for chunk in response.aiter_bytes(_LARGEST_DOCUMENT):
                content += chunk
                if len(content) > _LARGEST_DOCUMENT:
                    raise KeysUnavailable("it answers at too great a length")
        return _JSON_OBJECT.validate_json(bytes(content))
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        raise KeysUnavailable("it cannot be reached") from None
    except ValidationError:
        raise KeysUnavailable("it answers with something else than JSON") from None


def _usable(keys: Mapping[str, JsonValue]) -> list[jwt.PyJWK]:
    """Those that sign with one of our algorithms and are strong enough; whatever else is published is left aside."""
    told = keys.get("keys")
    if not isinstance(told, list):
        raise KeysUnavailable("it publishes no keys")
    found = [_key(one) for one in told if isinstance(one, dict) and one.get("use", "sig") == "sig"]
    return [key for key in found if key is not None]


def _key(told: dict[str, JsonValue]) -> jwt.PyJWK | None:
    algorithm = {"RSA": "RS256", "EC": "ES256"}.get(str(told.get("kty")))
    if algorithm is None or told.get("alg", algorithm) != algorithm or "d" in told:
        return None
    try:
        key = jwt.PyJWK(told, algorithm)
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    strong = (isinstance(key.key, RSAPublicKey) and key.key.key_size >= _SMALLEST_RSA_BITS) or (
        isinstance(key.key, EllipticCurvePublicKey) and isinstance(key.key.curve, SECP256R1)
    )
    return key if strong else None
