"""A correct client, written without a line of the product: its own signature, its own encoding."""

import base64
import hashlib
import hmac
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import urlencode

import httpx

from wallet_portfolio.simulator import DEMO_CREDENTIALS

BALANCE = "/api/v6/dex/balance"
MARKET = "/api/v6/dex/market"
AGGREGATOR = "/api/v6/dex/aggregator"


def real_time():
    return datetime.now(UTC)


def signed_headers(method, target, body="", *, now=None, **changes):
    """What a correct client sends; a change to None leaves the header out."""
    stamp = (now or real_time()).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    text = stamp + method + target + body
    digest = hmac.new(DEMO_CREDENTIALS["secret_key"].encode(), text.encode(), hashlib.sha256).digest()
    headers = {
        "OK-ACCESS-KEY": DEMO_CREDENTIALS["api_key"],
        "OK-ACCESS-PASSPHRASE": DEMO_CREDENTIALS["passphrase"],
        "OK-ACCESS-TIMESTAMP": stamp,
        "OK-ACCESS-SIGN": base64.b64encode(digest).decode(),
        "Content-Type": "application/json",
    }
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    return {name: value for name, value in headers.items() if value is not None}


class Caller:
    """A correct client of one stand-in, in process or over a socket."""

    def __init__(self, client):
        self.client = client

    async def get(self, path, query=None, **changes):
        target = path + ("?" + urlencode(query) if query else "")
        return await self.client.get(target, headers=signed_headers("GET", target, **changes))

    async def post(self, path, body, **changes):
        text = body if isinstance(body, str) else json.dumps(body)
        headers = signed_headers("POST", path, text, **changes)
        return await self.client.post(path, content=text.encode(), headers=headers)


@asynccontextmanager
async def calling(app):
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://simulator") as client:
        yield Caller(client)
