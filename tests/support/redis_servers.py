"""A redis-server of its own, on loopback and in memory only, with what can happen to one."""

import os
import signal
import socket
import subprocess
import time

from pydantic import SecretStr
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError
from redis.exceptions import ConnectionError as Refused
from redis.retry import Retry

_PATIENCE_SECONDS = 20


class RedisServer:
    """`client` is for looking into it; it must not be used while the server is frozen or gone."""

    def __init__(self, folder, *options):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self.port = taken.getsockname()[1]
        self._folder = folder
        self._options = options
        self._process = None

    @property
    def url(self):
        return SecretStr(f"redis://127.0.0.1:{self.port}/0")

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()
        self.client.close()

    def start(self):
        """Start it, empty, and wait until it answers."""
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        command = ["redis-server", *options, "--dir", str(self._folder), *self._options]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self.client = Redis(port=self.port, socket_timeout=_PATIENCE_SECONDS, retry=Retry(NoBackoff(), 0))
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                self.client.ping()
            except AuthenticationError:
                return
            except Refused:
                assert time.monotonic() < deadline
                time.sleep(0.01)
            else:
                # and not another one that was given the same port
                assert self.client.info("server")["process_id"] == self._process.pid
                return

    def kill(self):
        """At once, as a machine that loses its power."""
        if self._process:
            self._process.kill()
            self._process.wait(_PATIENCE_SECONDS)
            self._process = None

    def freeze(self):
        """It keeps its connections, takes new ones, and answers nothing."""
        os.kill(self._process.pid, signal.SIGSTOP)

    def thaw(self):
        os.kill(self._process.pid, signal.SIGCONT)
