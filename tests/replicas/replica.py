"""A replica as a process of its own: asks as fast as it is let, for some seconds from the word to start.

Takes its settings as JSON in the first line of its input, says "ready", starts at the next line; at the end it prints
what became of its requests.
"""

import json
import sys
import time
from contextlib import asynccontextmanager

import anyio
from pydantic import SecretStr

from okx.keys import CANARIES
from wallet_portfolio.assets.errors import WalletError
from wallet_portfolio.okx.opening import Service, open_client

AT_ONCE = 2


async def main(name, base_url, redis_url, rate, seconds):
    outcome = {"asked": 0, "answered": [], "failed": [], "turns": []}
    async with open_client(Service(CANARIES, base_url, rate, 0.0, redis_url=SecretStr(redis_url))) as client:
        pacer, slot = client.caller.pacer, client.caller.pacer.slot

        @asynccontextmanager
        async def noted():
            async with slot() as taken:
                outcome["turns"].append(taken)
                yield taken

        pacer.slot = noted
        print("ready", flush=True)
        sys.stdin.readline()
        until = anyio.current_time() + seconds

        async def ask(worker):
            number = 0
            while anyio.current_time() < until:
                number += 1
                outcome["asked"] += 1
                path = f"/{name}/{worker}/{number}"
                try:
                    await client.caller.call("GET", path, lambda data: data)
                except WalletError as error:
                    outcome["failed"].append([path, error.code])
                else:
                    outcome["answered"].append(path)

        async with anyio.create_task_group() as group:
            for worker in range(AT_ONCE):
                group.start_soon(ask, worker)
        outcome["rate"] = pacer.rate
    outcome["cpu"] = time.process_time()
    print(json.dumps(outcome), flush=True)


if __name__ == "__main__":
    anyio.run(main, *json.loads(sys.stdin.readline()))
