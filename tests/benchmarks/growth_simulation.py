"""Users who ask the product's own tools in virtual time: an hour of questions in seconds.

Everything from the tool down to the signed request is the product: workflows, cache, joined requests, pacer, budget.
Only the service is lean: the stand-in answers each different request once, and its answer is given again from then on.
Users come by a Poisson process from a fixed seed, open with a question drawn from `OPENING`, and with the chance
`follow` go on with one of the next steps of the answer, after reading it for an exponential time. Who gets no answer
asks the same again instead.
"""

import json
import random
from collections import Counter
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal

import anyio
import httpx
from pydantic import SecretStr

from okx.virtual_time import run_virtually
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.okx.budget import ANSWER_SECONDS
from wallet_portfolio.okx.calling import Caller
from wallet_portfolio.okx.client import Client
from wallet_portfolio.okx.pacing import Pacer
from wallet_portfolio.okx.sharing import MOST_ANSWERS, Cache
from wallet_portfolio.okx.signing import Credentials
from wallet_portfolio.okx.transport import Transport
from wallet_portfolio.simulator import DEMO_CREDENTIALS, DefiPosition, Holding, Wallet, World, create_app, demo_world
from wallet_portfolio.simulator.demo import tokens as demo
from wallet_portfolio.tools.catalog import BY_NAME
from wallet_portfolio.workflows.access import MOST_LISTINGS, MOST_PROPOSALS, Access

SEED = 20
SERVICE_SECONDS = 0.2
PACE_SECONDS = 1.02  # the pacer takes a second to be this long
HELD = (
    demo.ETH, demo.ETH_BASE, demo.ETH_ARBITRUM, demo.BNB, demo.POL, demo.AVAX, demo.USDC_ETHEREUM, demo.USDC_BASE,
    demo.USDC_ARBITRUM, demo.USDT_ETHEREUM, demo.USDT_BSC, demo.WBTC_ETHEREUM, demo.LINK_ETHEREUM, demo.UNI_ETHEREUM,
    demo.PEPE_ETHEREUM, demo.CAKE_BSC, demo.ARB_ARBITRUM, demo.AERO_BASE,
)  # fmt: skip
ASKED_ABOUT = ("ETH", "BNB", "PEPE", "LINK", "UNI", "ARB", "CAKE", "AERO")  # the nth a nth as often as the first

KINDS = (
    "show_portfolio", "get_total_value", "list_holdings", "get_token_balances", "find_underperformers",
    "get_token_details", "get_price_chart", "check_swap",
)  # fmt: skip
OPENING = {"show_portfolio": 0.4, "get_total_value": 0.2, "get_token_details": 0.2, "check_swap": 0.2}


@dataclass(frozen=True)
class Users:
    """Who asks: `questions` an hour each, follow-ups counted."""

    count: int
    questions: float = 10.0
    follow: float = 0.4
    gap_seconds: float = 30.0

    @property
    def per_second(self):
        return self.count * self.questions / 3_600


@dataclass(frozen=True)
class Setup:
    """What they ask: replicas that share pace and cache (which is one of them, to the model), or know nothing of each
    other and have an even part of the plan each.
    """

    plan: float
    cache_seconds: float = 10.0
    replicas: int = 1
    shared: bool = True
    entries: int = MOST_ANSWERS

    @property
    def apart(self):
        return 1 if self.shared else self.replicas


@dataclass(frozen=True)
class Ask:
    """What a tool wanted to know of the service: the same `what` of the same wallet is the same request."""

    what: str
    own: bool  # of one wallet, and not of use to others
    kept_seconds: float
    moment: float
    seconds: float  # until it was known

    @property
    def path(self):
        return self.what.split()[1]

    @property
    def known(self):
        """Whether no request was needed."""
        return self.seconds == 0


@dataclass
class Question:
    """One that was asked, and what became of it; times in seconds."""

    session: int
    wallet: str
    tool: str
    asked: float
    took: float = 0.0
    status: str = ""
    asks: list = field(default_factory=list)
    sent: int = 0

    @property
    def rounds(self):
        """The requests that were needed, by how many were asked for at the same moment."""
        return list(Counter(ask.moment for ask in self.asks if not ask.known).values())

    @property
    def waited(self):
        """All the time less that of the service."""
        return self.took - len(self.rounds) * SERVICE_SECONDS


_asking = ContextVar("asking", default=None)


class Remembering(httpx.AsyncBaseTransport):
    """The stand-in, asked once for each different request."""

    def __init__(self, world):
        self._stand_in = httpx.ASGITransport(app=create_app(world))
        self._answers = {}

    async def handle_async_request(self, request):
        if question := _asking.get():
            question.sent += 1
        content = b"".join([part async for part in request.stream])  # it leaves at once, and the answer takes a while
        request.stream = httpx.ByteStream(content)
        await anyio.sleep(SERVICE_SECONDS)
        key = (request.method, str(request.url), content)
        if key not in self._answers:
            response = await self._stand_in.handle_async_request(request)
            self._answers[key] = (response.status_code, await response.aread())
        status, answer = self._answers[key]
        return httpx.Response(status, stream=httpx.ByteStream(answer))


class Watched(Caller):
    """Notes what was asked for."""

    async def call(self, method, path, read, *, query=None, body=None, keep_seconds=0.0, fresh=False):
        question, began = _asking.get(), anyio.current_time()
        try:
            return await super().call(
                method, path, read, query=query, body=body, keep_seconds=keep_seconds, fresh=fresh
            )
        finally:
            words = json.dumps([sorted((query or {}).items()), body])
            what = f"{method} {path} {words.replace(question.wallet, '*')}"
            listed = isinstance(body, list) and len(body) > 1  # all that a wallet holds is as good as its address
            question.asks.append(
                Ask(
                    f"{method} {path} *" if listed else what,
                    listed or "*" in what,
                    0.0 if fresh else keep_seconds,
                    began,
                    anyio.current_time() - began,
                )
            )


def wallet_of(number):
    """Its address, and what it holds: half of the tokens there are, but at least something to sell."""
    chance = random.Random(f"wallet {number}")
    held = {demo.USDC_BASE, demo.ETH_BASE, demo.ETH, *chance.sample(HELD, len(HELD) // 2)}
    holdings = [Holding(token, Decimal(2_000 + chance.randrange(1, 4_000)) / 4) for token in HELD if token in held]
    return Wallet(f"0x{number + 1:040x}", tuple(holdings), (DefiPosition("1", Decimal(chance.randrange(1, 900))),))


def world_of(count):
    """The demo's world, inhabited by so many."""
    return World(demo_world().chains, demo_world().tokens, tuple(wallet_of(number) for number in range(count)))


def arguments_of(tool, address, token="LINK"):
    """How a user with this wallet asks it."""
    if tool == "check_swap":
        return {"sell": "USDC", "buy": "ETH", "amount": "100", "chain": "base", "wallet": address}
    if tool in {"get_token_details", "get_price_chart"}:
        return {"token": token}
    return {"wallets": [address], **({"tokens": ["USDC"]} if tool == "get_token_balances" else {})}


def opening(chance, address):
    """A first question: a tool and its arguments."""
    (tool,) = chance.choices(list(OPENING), OPENING.values())
    (token,) = chance.choices(ASKED_ABOUT, [1 / place for place in range(1, len(ASKED_ABOUT) + 1)])
    return tool, arguments_of(tool, address, token)


def following(chance, answer, address):
    """One of the next steps, as an agent that knows the user's wallet runs it."""
    step = chance.choice(answer.next_steps)
    takes = BY_NAME[step.tool].takes.model_fields
    arguments = dict(step.arguments)
    if "wallets" in takes and "cursor" not in arguments:
        arguments.setdefault("wallets", [address])
    if "wallet" in takes:
        arguments.setdefault("wallet", address)
    return step.tool, arguments


@asynccontextmanager
async def replicas_of(setup, http):
    """What each of the replicas that know nothing of each other asks the service with."""
    credentials = Credentials(*(SecretStr(DEMO_CREDENTIALS[part]) for part in ("api_key", "secret_key", "passphrase")))
    async with anyio.create_task_group() as group:

        def replica():
            transport = Transport(credentials, "http://localhost", http=http)
            cache = Cache(most=setup.entries, now=anyio.current_time)
            caller = Watched(transport, Pacer(setup.plan / setup.apart), group, cache=cache)
            client = Client(caller, balance_seconds=setup.cache_seconds)
            kept = (Cache(most=most, now=anyio.current_time) for most in (MOST_LISTINGS, MOST_PROPOSALS))
            return Access(client, SavedWallets(), False, *kept)

        yield [replica() for _ in range(setup.apart)]
        group.cancel_scope.cancel()


async def _simulate(users, setup, seconds, settling, seed):
    chance = random.Random(seed)
    asked = []
    started = anyio.current_time()
    http = Remembering(world_of(users.count))

    async def session(number, replicas):
        own = random.Random(f"{seed} {number}")
        address = f"0x{own.randrange(users.count) + 1:040x}"
        tool, arguments = opening(own, address)
        while True:
            question = Question(number, address, tool, anyio.current_time() - started)
            asked.append(question)
            answer = await _asked_of(own.choice(replicas), question, arguments, started)
            if own.random() >= users.follow:
                return
            await anyio.sleep(own.expovariate(1 / users.gap_seconds))
            if answer.status != "error" and answer.next_steps:
                tool, arguments = following(own, answer, address)

    async with replicas_of(setup, http) as replicas, anyio.create_task_group() as group:
        # A Poisson process of which the number is known: as many as are expected, each at any time.
        lasting = settling + seconds + ANSWER_SECONDS  # the last that count are not alone
        count = round(lasting * users.per_second * (1 - users.follow))
        for number, moment in enumerate(sorted(chance.uniform(0, lasting) for _ in range(count))):
            await anyio.sleep(started + moment - anyio.current_time())
            group.start_soon(session, number, replicas)
        await anyio.sleep(started + lasting - anyio.current_time())
        group.cancel_scope.cancel()
    return [question for question in asked if settling <= question.asked < settling + seconds]


async def _asked_of(access, question, arguments, started):
    _asking.set(question)
    answer = await BY_NAME[question.tool].run(access, arguments)
    question.took = anyio.current_time() - started - question.asked
    question.status = answer.status
    return answer


def simulate(users, setup, *, seconds=3_600.0, settling=150.0, seed=SEED):
    """The questions asked within so many seconds of virtual time, after the first have settled."""
    return run_virtually(_simulate, users, setup, seconds, settling, seed)


@dataclass(frozen=True)
class Found:
    """What users met: `hits` is the share of what was wanted that needed no request, waits are in seconds, and
    `unanswered` is the share not answered, or not in full.
    """

    requests: float
    hits: float
    utilisation: float
    mean_wait: float
    p95_wait: float
    unanswered: float


def found(questions, setup, seconds):
    """The figures of a simulation."""
    asks = [ask for question in questions for ask in question.asks]
    sent = sum(question.sent for question in questions)
    waits = sorted(question.waited for question in questions)
    return Found(
        requests=sent / len(questions),
        hits=sum(ask.known for ask in asks) / max(1, len(asks)),
        utilisation=sent / seconds * PACE_SECONDS / setup.plan,
        mean_wait=sum(waits) / len(waits),
        p95_wait=waits[int(len(waits) * 0.95)],
        unanswered=sum(question.status in {"error", "partial"} for question in questions) / len(questions),
    )


async def _costs():
    found = {}
    http = Remembering(world_of(2))
    for tool in KINDS:
        sent = []
        async with replicas_of(Setup(1_000), http) as (access,):
            for number in (0, 1, 1):
                address = wallet_of(number).address
                question = Question(0, address, tool, 0.0)
                await _asked_of(access, question, arguments_of(tool, address), 0.0)
                sent.append(question.sent)
        found[tool] = sent
    return found


def costs():
    """The requests each kind of question costs the first user, the next one, and that one again within 10 s."""
    return run_virtually(_costs)
