"""A small authorization server: metadata, keys, and tokens of every kind."""

import base64
import hashlib
import hmac
import json
import threading
import time
import warnings
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class SigningKey:
    def __init__(self, kid, algorithm="RS256", *, bits=2_048, private=None):
        self.kid = kid
        self.algorithm = algorithm
        es256 = algorithm == "ES256"
        self.private = private or (ec.generate_private_key(ec.SECP256R1()) if es256 else _rsa(bits))

    @property
    def public_pem(self):
        return self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def jwk(self):
        """As RFC 7518 writes it, from the numbers of the key."""
        numbers = self.private.public_key().public_numbers()
        known = {"kid": self.kid, "use": "sig"}
        if self.algorithm == "ES256":
            return known | {"kty": "EC", "crv": "P-256", "x": _number(numbers.x, 32), "y": _number(numbers.y, 32)}
        return known | {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}


def _rsa(bits):
    return rsa.generate_private_key(65_537, bits)


_one_for_all = cache(_rsa)  # what every issuer begins with: no test has two, and making one takes a tenth of a second


class Issuer:
    """`asked` counts how often each path was asked for; `down` makes it answer 503.

    It publishes `keys`, or `published` in their place, and `told` on top of its metadata.
    """

    def __init__(self, path="", *, metadata="oauth-authorization-server"):
        self.keys = [SigningKey("first", private=_one_for_all(2_048))]
        self.asked = {}
        self.down = False
        self.told = {}
        self.published = ...
        self._lock = threading.Lock()
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                found = issuer.answer(self.path)
                body = json.dumps(found).encode()
                self.send_response(503 if issuer.down else 200 if found is not None else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        self.url = self.base + path
        self._metadata_path = f"/.well-known/{metadata}{path}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def answer(self, path):
        with self._lock:
            self.asked[path] = self.asked.get(path, 0) + 1
        if path == self._metadata_path:
            return {"issuer": self.url, "jwks_uri": f"{self.base}/keys"} | self.told
        if path.partition("?")[0] != "/keys":
            return None
        return {"keys": [key.jwk for key in self.keys]} if self.published is ... else self.published

    def token(self, audience, *, key=None, headers=None, **claims):
        """One that is good for a minute, but for what `claims` change; None leaves a claim out."""
        now = int(time.time())
        told = {"iss": self.url, "aud": audience, "sub": "someone", "client_id": "a-client", "scope": "wallets:read"}
        told |= {"iat": now, "nbf": now, "exp": now + 60} | claims
        told = {name: value for name, value in told.items() if value is not None}
        key = key or self.keys[0]
        named = {name: value for name, value in ({"kid": key.kid} | (headers or {})).items() if value is not None}
        with warnings.catch_warnings(action="ignore", category=jwt.InsecureKeyLengthWarning):
            return jwt.encode(told, key.private, key.algorithm, headers=named)

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def issuing(*arguments, **options):
    issuer = Issuer(*arguments, **options)
    try:
        yield issuer
    finally:
        issuer.close()


def claims_of(token):
    return token.split(".")[1]


def unsigned(token):
    """The same claims, and the word of the token that it needs no signature."""
    return f"{_segment({'alg': 'none', 'typ': 'JWT'})}.{claims_of(token)}."


def signed_with_public_key(token, key):
    """The same claims under a keyed hash, its key being what everybody knows: the public key."""
    signed = f"{_segment({'alg': 'HS256', 'typ': 'JWT', 'kid': key.kid})}.{claims_of(token)}"
    return f"{signed}.{_base64(hmac.new(key.public_pem, signed.encode(), hashlib.sha256).digest())}"


def with_claims(token, **changed):
    """The signature of one token under other claims."""
    header, claims, signature = token.split(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=="))
    return f"{header}.{_segment(told | changed)}.{signature}"


def _segment(value):
    return _base64(json.dumps(value).encode())


def _base64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _number(value, size=None):
    return _base64(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))
