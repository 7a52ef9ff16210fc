"""A loopback service that costs next to nothing: the stand-in's answers, kept as bytes.

What is asked for the first time is put to the stand-in, which judges it in full: key, signature, clock, parameters.
The same question is answered from memory after that, in a fraction of the stand-in's few milliseconds, so that these
are not taken for the time of those who ask. It runs in a process of its own: `python -m benchmarks.loopback`.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from wallet_portfolio.okx.signing import Credentials
from wallet_portfolio.simulator import DEMO_CREDENTIALS

HOST = "127.0.0.1"
CONTROL = b"/-/"
CREDENTIALS = Credentials(*(SecretStr(DEMO_CREDENTIALS[part]) for part in ("api_key", "secret_key", "passphrase")))


class Answers:
    """Everything that has been answered, ready to be sent; `taken` lists what was asked, for those who count."""

    def __init__(self, app: Any) -> None:
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=f"http://{HOST}")
        self._kept: dict[tuple[bytes, bytes, bytes], bytes] = {}
        self.taken: list[tuple[str, str, str]] = []
        self.latency = 0.0
        self.under_way = 0
        self.most_under_way = 0

    def known(self, method: bytes, target: bytes, body: bytes) -> bytes | None:
        """The kept answer."""
        if target.startswith(CONTROL):
            return self._control(target[len(CONTROL) :].decode())
        self.taken.append((method.decode(), target.decode(), body.decode()))
        return self._kept.get((method, target, body))

    async def ask(self, method: bytes, target: bytes, body: bytes, headers: dict[str, str]) -> bytes:
        """What the stand-in says; kept if it is a good answer."""
        answer = await self._client.request(method.decode(), target.decode(), content=body, headers=headers)
        response = _response(answer.status_code, answer.content)
        if answer.status_code == 200 and answer.json().get("code") == "0":
            self._kept[method, target, body] = response
        return response

    def _control(self, command: str) -> bytes:
        name, _, value = command.partition("/")
        told: Any = None
        if name == "latency":
            self.latency = float(value)
        elif name == "taken":
            told, self.taken = self.taken, []
        elif name == "most":
            told, self.most_under_way = self.most_under_way, 0
        return _response(200, json.dumps(told).encode())


class Connection(asyncio.Protocol):
    """HTTP/1.1 as far as the clients of this benchmark speak it."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            first, *lines = self._buffer[:end].split(b"\r\n")
            headers = {}
            for line in lines:
                name, _, value = line.partition(b":")
                headers[name.decode().lower()] = value.strip().decode()
            whole = end + 4 + int(headers.get("content-length", 0))
            if len(self._buffer) < whole:
                return
            body, self._buffer = self._buffer[end + 4 : whole], self._buffer[whole:]
            method, target, _ = first.split(b" ", 2)
            self._answer(method, target, body, headers)

    def _answer(self, method: bytes, target: bytes, body: bytes, headers: dict[str, str]) -> None:
        answers = self._answers
        response = answers.known(method, target, body)
        control = target.startswith(CONTROL)
        if response is not None and (control or not answers.latency):
            self._transport.write(response)
        elif response is not None:
            answers.under_way += 1
            answers.most_under_way = max(answers.most_under_way, answers.under_way)
            asyncio.get_running_loop().call_later(answers.latency, self._late, response)
        else:
            asking = asyncio.ensure_future(answers.ask(method, target, body, headers))
            asking.add_done_callback(lambda done: self._transport.write(done.result()))

    def _late(self, response: bytes) -> None:
        self._answers.under_way -= 1
        self._transport.write(response)


def _response(status: int, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@dataclass(frozen=True, slots=True)
class Loopback:
    """The service as those see it who measure."""

    url: str

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a server that asks it, at any pace and with nothing kept."""
        return {
            **credentials_in_settings(),
            "OKX_BASE_URL": self.url,
            "WALLET_PORTFOLIO_MAX_RPS": "1000",
            "WALLET_PORTFOLIO_CACHE_SECONDS": "0",
        }

    def set_latency(self, seconds: float) -> None:
        """From now on an answer takes this long."""
        self._control(f"latency/{seconds}")

    def taken(self) -> list[tuple[str, str, str]]:
        """The requests since this was last asked: method, target, body."""
        return [(method, target, body) for method, target, body in self._control("taken")]

    def _control(self, command: str) -> Any:
        return httpx.get(f"{self.url}{CONTROL.decode()}{command}", trust_env=False, timeout=30).json()


def credentials_in_settings() -> dict[str, str]:
    """The key that the stand-in knows, as it is set."""
    return {f"OKX_{part.upper()}": value for part, value in DEMO_CREDENTIALS.items()}


@contextmanager
def loopback(*sizes: int) -> Iterator[Loopback]:
    """The service in a process of its own, with large wallets of these sizes."""
    tests = str(Path(__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.loopback", *map(str, sizes)],
        env={**os.environ, "PYTHONPATH": tests},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            yield Loopback(process.stdout.readline().strip())
        finally:
            process.kill()


async def _serve(sizes: list[int]) -> None:
    from benchmarks.wallets import make_world
    from wallet_portfolio.simulator import create_app

    answers = Answers(create_app(make_world(sizes)))
    server = await asyncio.get_running_loop().create_server(lambda: Connection(answers), HOST, 0)
    print(f"http://{HOST}:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve([int(size) for size in sys.argv[1:]]))
