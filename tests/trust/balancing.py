"""Two replicas behind one address: each request goes to the next one that says it is ready, and nothing is retried."""

import signal
import threading
from contextlib import ExitStack, contextmanager

import anyio
import httpx

from trust.http_serving import serving
from wallet_portfolio.simulator import in_background

PROBE_SECONDS = 0.1
STATE_KEY = "a-key-that-only-the-tests-know-of"
_OF_ONE_CONNECTION = {"connection", "keep-alive", "transfer-encoding"}


class Balancer:
    """An ASGI application. `sent` is how many requests each replica was sent, by name; `failed` what went wrong."""

    def __init__(self, **replicas):
        self._client = None
        self._probes = httpx.Client(trust_env=False, timeout=5)
        self._stopping = threading.Event()
        self._prober = threading.Thread(target=self._probe, daemon=True)
        self.replicas = replicas  # address by name
        self.ready = set()
        self.sent = dict.fromkeys(replicas, 0)
        self.failed = []

    def probe(self):
        for name, address in self.replicas.items():
            try:
                ready = self._probes.get(f"http://{address}/readyz", headers={"Host": address}).status_code == 200
            except httpx.HTTPError:
                ready = False
            (self.ready.add if ready else self.ready.discard)(name)

    def _probe(self):
        while not self._stopping.wait(PROBE_SECONDS):
            self.probe()

    def start(self):
        self.probe()
        self._prober.start()

    def stop(self, url):
        """`url`: its own. Its connections can only be closed where they were opened."""
        assert self._probes.delete(url).status_code == 204
        self._stopping.set()
        self._prober.join()
        self._probes.close()

    async def __call__(self, scope, receive, send):
        if scope["path"] == "/":
            if self._client:
                await self._client.aclose()
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})
            return
        ready = sorted(self.ready)
        name = ready[sum(self.sent.values()) % len(ready)]
        self.sent[name] += 1
        if self._client is None:
            self._client = httpx.AsyncClient(trust_env=False, timeout=30)
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        url = f"http://{self.replicas[name]}{scope['path']}"
        headers = [(key, value) for key, value in scope["headers"] if key.decode() not in _OF_ONE_CONNECTION]
        try:
            async with self._client.stream(scope["method"], url, content=body, headers=headers) as answer:
                kept = [(key.lower(), value) for key, value in answer.headers.raw]
                kept = [(key, value) for key, value in kept if key.decode() not in _OF_ONE_CONNECTION]
                await send({"type": "http.response.start", "status": answer.status_code, "headers": kept})
                async for part in answer.aiter_raw():
                    await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except httpx.HTTPError as error:
            self.failed.append(f"{name}: {error!r}")
            raise


async def restart_each(replicas, answered):
    """One after the other, with calls before, between and after; `answered` tells how many were."""
    for replica in replicas:
        await _more(answered)
        replica.process.send_signal(signal.SIGTERM)
        assert (await anyio.to_thread.run_sync(replica.ended))[0] == 0
        await anyio.to_thread.run_sync(replica.start_again)
        await anyio.sleep(3 * PROBE_SECONDS)  # until it is known to be back
    await _more(answered)


async def _more(answered):
    before = answered()
    while answered() < before + 5:  # noqa: ASYNC110  (a count, and no event)
        await anyio.sleep(0.02)


@contextmanager
def balanced(home, keys=(STATE_KEY, STATE_KEY), **settings):
    """Gives the balancer, the URL of the two and the two themselves; each is started with its own key."""
    with ExitStack() as running:
        replicas = {
            name: running.enter_context(
                serving(home, limits={"leaving": 0.5}, WALLET_PORTFOLIO_HTTP_STATE_KEY=key, **settings)
            )
            for name, key in zip("ab", keys, strict=True)
        }
        balancer = Balancer(**{name: f"127.0.0.1:{replica.port}" for name, replica in replicas.items()})
        balancer.start()
        url = running.enter_context(in_background(balancer))
        running.callback(balancer.stop, url)
        yield balancer, f"{url}/mcp", replicas
