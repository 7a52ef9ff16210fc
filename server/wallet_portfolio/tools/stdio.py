"""stdin and stdout as the event loop's own, where they are pipes.

The SDK has threads read and write them: two are woken for each message, and one that reads cannot be interrupted, so
that Ctrl-C is heard when the next message comes. Where they are no pipes, and on Windows, that is what is done.
"""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self, TypeAlias, cast

import anyio

Ends: TypeAlias = tuple[anyio.AsyncFile[str] | None, anyio.AsyncFile[str] | None]

_PIECE = 65_536


class _Lines:
    """The lines that arrive through a pipe."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._lines: list[bytes] = []  # whole ones, the next at the end
        self._begun: list[bytes] = []  # of a line

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> str:
        while not self._lines:
            await anyio.wait_readable(self._pipe)
            if piece := os.read(self._pipe, _PIECE):
                self._take(piece)
            elif any(self._begun):
                self._take(b"\n")
            else:
                raise StopAsyncIteration
        return self._lines.pop().decode(errors="replace")

    def _take(self, piece: bytes) -> None:
        *whole, begun = piece.split(b"\n")
        if whole:
            whole[0] = b"".join([*self._begun, whole[0]])
            self._lines, self._begun = whole[::-1], []
        self._begun.append(begun)


class _Writer:
    """Writes to a pipe that does not block."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    async def write(self, text: str) -> None:
        """Returns when everything is on its way. Raises BrokenPipeError when nobody reads any longer."""
        rest = memoryview(text.encode())
        while rest:
            try:
                rest = rest[os.write(self._pipe, rest) :]
            except BlockingIOError:
                await anyio.wait_writable(self._pipe)

    async def flush(self) -> None:
        """Nothing is held back."""


@contextmanager
def own_ends() -> Iterator[Ends]:
    """What the SDK's `stdio_server` is to read and write; None for each where it is to do that by itself.

    Meanwhile what else is printed goes to stderr, as it does there.
    """
    if not _are_pipes():
        yield None, None
        return
    with _set_aside() as (stdin, stdout):
        yield cast("anyio.AsyncFile[str]", _Lines(stdin)), cast("anyio.AsyncFile[str]", _Writer(stdout))


def _are_pipes() -> bool:
    """Whether both are, and stdout is no other stream of this process: it will not block."""
    if sys.platform == "win32":
        return False
    try:
        stdin, stdout, stderr = (os.fstat(number) for number in range(3))
    except OSError:
        return False
    pipes = all(stat.S_ISFIFO(end.st_mode) or stat.S_ISSOCK(end.st_mode) for end in (stdin, stdout))
    return pipes and not os.path.samestat(stdout, stderr) and not os.path.samestat(stdout, stdin)


@contextmanager
def _set_aside() -> Iterator[tuple[int, int]]:
    """Both under other numbers; until the end stdin is empty and stdout is stderr."""
    stdin, stdout = os.dup(0), os.dup(1)
    blocks = os.get_blocking(stdout)
    os.set_blocking(stdout, False)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    try:
        yield stdin, stdout
    finally:
        os.dup2(stdin, 0)
        os.dup2(stdout, 1)
        os.set_blocking(stdout, blocks)
        os.close(stdin)
        os.close(stdout)
