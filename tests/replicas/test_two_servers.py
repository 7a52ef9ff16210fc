"""Two servers over HTTP behind one address, with one Redis and with none: requests, pages, and what users agree to."""

from collections import Counter
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from decimal import Decimal
from itertools import count

import httpx
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from support.redis_servers import RedisServer
from support.worlds import at_prices, wallet
from swaps.market_world import ETH_BASE, POL, TRADER, USDC, WORLD
from swaps.sessions import User
from trust.http_serving import modern_call, serving
from wallet_portfolio.simulator import DEMO_CREDENTIALS, Fault, create_app
from wallet_portfolio.simulator.faults import Mutate
from wallet_portfolio.simulator.server import in_background

pytestmark = pytest.mark.anyio

SWAP = {"sell": "USDC", "buy": "ETH", "wallet": TRADER, "chain": "base"}
MADE = "/aggregator/swap"
BOB = "0x2222222222222222222222222222222222222222"
WHOLE = replace(WORLD, wallets=(*WORLD.wallets, wallet(BOB, (ETH_BASE, "0.5"), (POL, "1000"), (USDC, "1800"))))
AMOUNTS = (
    str(number) for number in count(1_000)
)  # servers remember what was agreed to: no two tests are about one swap
ACCEPTED = ["Accept: application/json, text/event-stream", "Content-Type: application/json"]
KEY = {f"OKX_{name}".upper(): value for name, value in DEMO_CREDENTIALS.items()}


class Pair:
    """Two servers over one service."""

    def __init__(self, simulator, addresses):
        self.simulator = simulator
        self.addresses = addresses

    @asynccontextmanager
    async def client(self, route=None, user=None):
        """One that believes it is talking to one server; `route` gives the server for each request of a tool."""

        pair = self

        class Router(httpx.AsyncHTTPTransport):
            async def handle_async_request(self, request):
                server = next(route) if b'"tools/call"' in request.content else 0
                host, port = pair.addresses[server].split(":")
                request.url = request.url.copy_with(host=host, port=int(port))
                request.headers["Host"] = pair.addresses[server]
                return await super().handle_async_request(request)

        http = httpx.AsyncClient(transport=Router(), timeout=30)
        transport = streamable_http_client(f"http://{self.addresses[0]}/mcp", http_client=http)
        async with http, Client(transport, elicitation_callback=user) as client:
            yield client

    async def ask(self, server, tool, **arguments):
        """At one of the servers, as a client that cannot be asked back."""
        headers, body = modern_call(tool, **arguments)
        named = dict(header.split(": ", 1) for header in [*headers, *ACCEPTED])
        async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
            answer = await http.post(f"http://{self.addresses[server]}/mcp", content=body, headers=named)
        return answer.json()["result"]["structuredContent"]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    simulator, folder = create_app(WHOLE), tmp_path_factory.mktemp("servers")
    with ExitStack() as running:
        url = running.enter_context(in_background(simulator))
        redis = running.enter_context(RedisServer(folder))
        settings = {**KEY, "OKX_BASE_URL": url, "WALLET_PORTFOLIO_MAX_RPS": "500"}
        shared = {"WALLET_PORTFOLIO_REDIS_URL": redis.url.get_secret_value()}

        servers = [running.enter_context(serving(folder, **settings, **more)) for more in (shared, shared, {})]
        one, other, lonely = (f"127.0.0.1:{server.port}" for server in servers)
        pairs = {"redis": Pair(simulator, [one, other]), "alone": Pair(simulator, [lonely, other])}
        for pair in pairs.values():
            pair.redis = redis
        yield pairs


def left_in(redis):
    """The names of answers and of what was shown; the pace has others."""
    return list(redis.client.scan_iter("*:" + "?" * 40))


@pytest.fixture(params=["redis", "alone"])
def pair(request, pairs):
    """As new: the service is as it was, and in Redis is nothing but the pace."""
    pair = pairs[request.param]
    pair.shares = request.param == "redis"
    for name in left_in(pair.redis):
        pair.redis.client.delete(name)
    pair.simulator.world = WHOLE
    pair.simulator.faults.clear()
    pair.simulator.requests.clear()
    return pair


def falls(pair, permille):
    """From now on each quote, and each transaction, gives so many thousandths less than the market does."""

    def lower(body):
        row = body["data"][0]
        quote = row.get("routerResult", row)
        units = int(quote["toTokenAmount"]) * (1000 - permille) // 1000
        quote["toTokenAmount"] = str(units)
        if "tx" in row:
            row["tx"]["minReceiveAmount"] = str(int(units * (100 - Decimal(row["tx"]["slippagePercent"])) / 100))
        return body

    pair.simulator.faults.add(Fault(Mutate(lower), "/aggregator/quote"))
    pair.simulator.faults.add(Fault(Mutate(lower), MADE))


class Hesitant(User):
    """Says yes, but while they think about the first question something happens."""

    def __init__(self, happens):
        super().__init__(confirmed=True)
        self._happens = happens

    async def __call__(self, context, form):
        if not self.forms:
            self._happens()
        return await super().__call__(context, form)


async def test_two_servers_with_one_redis_ask_half_as_much(pair):
    wallet = BOB if pair.shares else TRADER
    answers = []
    for server in (0, 1):
        for tool in ("show_portfolio", "get_total_value", "find_underperformers"):
            answers.append(await pair.ask(server, tool, wallets=[wallet]))
            assert answers[-1]["status"] in {"ok", "partial"}
    asked = Counter((request.path, str(request.query), str(request.json)) for request in pair.simulator.requests)
    about = Counter({question: times for question, times in asked.items() if wallet in str(question)})
    assert set(about.values()) == ({1} if pair.shares else {2})
    if pair.shares:
        assert set(asked.values()) == {1}
        assert answers[:3] == answers[3:]  # to the last digit, and of the same time


async def test_the_second_page_comes_from_the_other_server_or_not_at_all(pair):
    first = await pair.ask(0, "list_holdings", wallets=[BOB], chains=["base", "polygon"], limit=1)
    pair.simulator.world = at_prices(WHOLE, lambda token: 1 / token.price if token.price else token.price)
    arguments = {"wallets": [BOB], "chains": ["base", "polygon"], "limit": 5, "cursor": first["next_cursor"]}
    second = await pair.ask(1, "list_holdings", **arguments)
    alone = await pair.ask(1, "list_holdings", cursor=first["next_cursor"])
    if pair.shares:
        held = [holding["symbol"] for answer in (first, second) for holding in answer["holdings"]]
        assert sorted(held) == ["ETH", "POL", "USDC"]
        assert (second["as_of"], second["listed_usd"]) == (first["as_of"], first["listed_usd"])
        assert alone["holdings"] == second["holdings"]
    else:
        assert "the list has changed" in second["error"]["message"]
        assert alone["status"] != "ok"


async def test_a_page_in_the_same_order_goes_on(pair):
    where = {"wallets": [BOB], "include_risky": True}
    first = await pair.ask(0, "list_holdings", **where, limit=1)
    second = await pair.ask(1, "list_holdings", **where, limit=5, cursor=first["next_cursor"])
    assert len(first["holdings"]) + len(second["holdings"]) == first["total_count"]


async def test_a_form_is_answered_at_the_other_server(pair):
    user = User(confirmed=True)
    async with pair.client(iter([0, 1]), user) as client:
        answer = (await client.call_tool("prepare_swap", {**SWAP, "amount": next(AMOUNTS)})).structured_content
    assert len(user.forms) == 1
    assert [one["kind"] for one in answer["transactions"]] == ["approval", "swap"]


async def test_a_yes_to_a_form_is_to_its_figures(pair):
    """The price falls by more than the slippage meanwhile, so the yes is to nothing that can still be had."""
    amount = next(AMOUNTS)
    user = Hesitant(lambda: falls(pair, 12))
    async with pair.client(iter([0, 1, 1, 1]), user) as client:
        answer = (await client.call_tool("prepare_swap", {**SWAP, "amount": amount})).structured_content
    if pair.shares:
        assert len(user.forms) == 1
        assert (answer["status"], answer["transactions"]) == ("needs_input", [])
        assert any("no longer" in notice for notice in answer["notices"])
    else:
        before, after = user.questions  # asked anew, with what it comes to now
        assert before != after
        assert len(answer["transactions"]) == 2
        assert answer["receive"][:6] in after


async def test_a_small_fall_is_what_was_agreed_to_at_the_other_server_too(pair):
    user = Hesitant(lambda: falls(pair, 5))
    async with pair.client(iter([0, 1, 1]), user) as client:
        answer = (await client.call_tool("prepare_swap", {**SWAP, "amount": next(AMOUNTS)})).structured_content
    assert len(user.forms) == (1 if pair.shares else 2)
    assert len(answer["transactions"]) == 2


@pytest.mark.parametrize("shown_by", ["check_swap", "prepare_swap"])
async def test_a_yes_at_the_other_server_is_to_what_was_shown(pair, shown_by):
    swap = {**SWAP, "amount": next(AMOUNTS)}
    shown = await pair.ask(0, shown_by, **swap)
    falls(pair, 5)
    answer = await pair.ask(1, "prepare_swap", **swap, confirmed=True)
    if not pair.shares:
        assert (answer["status"], answer["missing"], answer["transactions"]) == ("needs_input", ["confirmed"], [])
        assert float(answer["receive"]) < float(shown["receive"])
        assert not [made for made in pair.simulator.requests if made.path.endswith(MADE)]
        answer = await pair.ask(1, "prepare_swap", **swap, confirmed=True)
    else:
        assert float(answer["receive_minimum"]) >= float(shown["receive_minimum"])
    assert [one["kind"] for one in answer["transactions"]] == ["approval", "swap"]


@pytest.mark.parametrize("shown_by", ["check_swap", "prepare_swap"])
async def test_what_became_worse_is_asked_anew_at_the_other_server(pair, shown_by):
    swap = {**SWAP, "amount": next(AMOUNTS)}
    await pair.ask(0, shown_by, **swap)
    falls(pair, 12)
    answer = await pair.ask(1, "prepare_swap", **swap, confirmed=True)
    assert (answer["status"], answer["missing"], answer["transactions"]) == ("needs_input", ["confirmed"], [])
    assert not [made for made in pair.simulator.requests if made.path.endswith(MADE)]
    assert any("no longer" in notice for notice in answer["notices"]) == pair.shares
    # what was shown last is what counts, wherever that was
    again = await pair.ask(0 if pair.shares else 1, "prepare_swap", **swap, confirmed=True)
    assert len(again["transactions"]) == 2


async def test_redis_holds_no_word_of_what_was_shown(pair):
    await pair.ask(0, "prepare_swap", **SWAP, amount=next(AMOUNTS))
    await pair.ask(0, "list_holdings", wallets=[BOB], limit=1)
    assert bool(left_in(pair.redis)) == pair.shares
    held = b"".join(name + pair.redis.client.dump(name) for name in pair.redis.client.scan_iter())
    for word in (TRADER, BOB, TRADER[2:], "USDC", "Base", "proposal", "listing", *KEY.values()):
        assert word.encode() not in held
        assert word.lower().encode() not in held
