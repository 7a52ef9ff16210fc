"""Questions whose every answer is checked, and whose every offered step is run once the test is over."""

import json
from contextlib import asynccontextmanager
from functools import cache
from types import SimpleNamespace

import jsonschema
from mcp.client import Client
from mcp.types import ElicitResult

from support.answers import check, check_words
from support.service import access_to, simulate
from swaps.market_world import WORLD
from wallet_portfolio.tools import calling, serving
from wallet_portfolio.tools.catalog import BY_NAME

QUOTE = "/aggregator/quote"
APPROVE = "/aggregator/approve-transaction"
SWAP = "/aggregator/swap"
INSTRUCTIONS = "/aggregator/swap-instruction"

# Schemas are compiled once a process (below), so those that `check` is given let everything through.
_TOOLS = [SimpleNamespace(name=name, output_schema=True) for name in BY_NAME]
_DONE = set()


@cache
def _validators(tool):
    schemas = BY_NAME[tool].takes.model_json_schema(), BY_NAME[tool].answers.model_json_schema()
    return [jsonschema.Draft202012Validator(schema) for schema in schemas]


class Session:
    """`call` runs a tool and gives what MCP would carry."""

    def __init__(self, call, simulator):
        self._call = call
        self.simulator = simulator
        self.answers = []

    async def ask(self, tool, /, **arguments):
        result = await self._call(tool, arguments)
        answer = check(_TOOLS, tool, result)
        _validators(tool)[1].validate(answer)
        for reason in answer.get("reasons", []):
            assert reason.endswith("."), reason
            check_words(_TOOLS, reason)
        assert not [word for word in ("exactIn", "exactOut", "aggregator", "quote/") if word in result.content[0].text]
        self.answers.append(answer)
        return answer

    async def check(self, sell, buy, amount, wallet, **more):
        return await self.ask("check_swap", sell=sell, buy=buy, amount=amount, wallet=wallet, **more)

    async def prepare(self, sell, buy, amount, wallet, **more):
        return await self.ask("prepare_swap", sell=sell, buy=buy, amount=amount, wallet=wallet, **more)

    def asked(self, path):
        """What was asked for at a path, oldest first."""
        return [request.query for request in self.simulator.requests if request.path.endswith(path)]

    @property
    def aggregator(self):
        """The paths of the aggregator that anything was asked at."""
        return [request.path for request in self.simulator.requests if "/aggregator/" in request.path]

    @property
    def quoted(self):
        """The amounts in minimal units that were quoted."""
        return [int(query["amount"]) for query in self.asked(QUOTE)]

    @property
    def made(self):
        """The requests for transactions."""
        return [path for path in self.aggregator if path.endswith((APPROVE, SWAP, INSTRUCTIONS))]

    async def run_every_step(self):
        offered = [step for answer in self.answers for step in answer["next_steps"]]
        steps = {(step["tool"], json.dumps(step["arguments"], sort_keys=True)) for step in offered}
        if self.simulator.world is WORLD:  # where every test offers the same, once is enough
            steps -= _DONE
            _DONE.update(steps)
        for tool, arguments in steps:
            _validators(tool)[0].validate(json.loads(arguments))
            answer = check(_TOOLS, tool, await self._call(tool, json.loads(arguments)))
            assert answer["status"] != "error", (tool, arguments, answer["summary"])


@asynccontextmanager
async def _judged(call, simulator, user=None):
    session = Session(call, simulator)
    yield session
    assert simulator.violations == []
    simulator.faults.clear()
    if user:
        user.gone = True
    await session.run_every_step()
    assert simulator.violations == []


@asynccontextmanager
async def trading(*faults, world=WORLD, saved=""):
    """The tools themselves, as a client that cannot be asked meets them."""
    simulator = simulate(world, *faults)
    async with access_to(simulator, saved) as access:

        async def call(tool, arguments):
            return calling.to_result(await BY_NAME[tool].run(access, arguments))

        async with _judged(call, simulator) as session:
            yield session


@asynccontextmanager
async def trading_over_mcp(mode, user=None, *faults, saved=""):
    """A real client in front of the tools; `user` is who it puts forms before, None where it cannot."""
    simulator = simulate(WORLD, *faults)
    server = serving.make_server(lambda: access_to(simulator, saved))
    async with (
        Client(server, mode=mode, elicitation_callback=user) as client,
        _judged(client.call_tool, simulator, user) as session,
    ):
        yield session


class User:
    """Somebody in front of the client: answers every form the same way, and remembers what was asked."""

    def __init__(self, action="accept", **content):
        self.action = action
        self.content = content
        self.forms = []
        self.gone = False

    @property
    def questions(self):
        return [form.message for form in self.forms]

    async def __call__(self, context, form):
        if self.gone:
            return ElicitResult(action="cancel")
        self.forms.append(form)
        if self.action != "accept":
            return ElicitResult(action=self.action)
        wanted = form.requested_schema["properties"]
        return ElicitResult(action="accept", content={name: self.content[name] for name in wanted})
