"""A service that notes when requests arrive, and refuses those that its plan does not allow."""

import asyncio
import json
from contextlib import asynccontextmanager

import anyio
import anyio.lowlevel


class Receiver:
    """`plan` is how many requests it lets through in any second; `latency` how long an answer takes."""

    def __init__(self, plan=None, latency=0.02):
        self.plan = plan
        self.latency = latency
        self.arrived = []  # (time, path) of all
        self.refused = []
        self.url = ""

    async def serve(self, reader, writer):
        try:
            while line := await reader.readline():
                self._take(now := asyncio.get_running_loop().time(), path := line.split()[1].decode())
                while (await reader.readline()).strip():
                    pass
                refuse = self._over_plan(now)
                if refuse:
                    self.refused.append((now, path))
                await asyncio.sleep(self.latency)
                body = json.dumps({"code": "50011" if refuse else "0", "data": path, "msg": ""}).encode()
                status = b"429 Too Many Requests" if refuse else b"200 OK"
                head = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                writer.write(head % (status, len(body)) + body)
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def _take(self, now, path):
        self.arrived.append((now, path))

    def _over_plan(self, now):
        if self.plan is None:
            return False
        let_through = {at for at, _ in self.arrived if at > now - 1} - {at for at, _ in self.refused}
        return len(let_through) > self.plan

    @property
    def times(self):
        return [at for at, _ in self.arrived]

    def most_in_a_second(self, since=float("-inf"), until=float("inf")):
        times = [at for at in self.times if since <= at < until]
        return max((sum(1 for at in times if first <= at < first + 1) for first in times), default=0)


@asynccontextmanager
async def receiving(**options):
    receiver = Receiver(**options)
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield receiver
    finally:
        server.close()
        await anyio.lowlevel.checkpoint()
