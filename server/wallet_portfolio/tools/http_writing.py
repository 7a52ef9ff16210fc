"""What is written to a connection within one turn of the event loop leaves in one piece, an answer when it is whole.

uvicorn writes the head of an answer and its body one after the other: two packets, which wake the client twice.
"""

import asyncio

_MOST_KEPT = 65_536


class Gathered:
    """A connection's transport for its protocol: everything is the transport's own, but what is written waits for what
    follows at once."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._kept = bytearray()

    def __getattr__(self, name: str) -> object:
        return getattr(self._transport, name)

    def write(self, data: bytes | None) -> None:
        """Keep it until the event loop turns, or until there is much. Of nothing h11 makes None."""
        if not data:
            return
        if not self._kept:
            asyncio.get_running_loop().call_soon(self.leave)
        self._kept += data
        if len(self._kept) >= _MOST_KEPT:
            self.leave()

    def close(self) -> None:
        """Close the connection when everything has left."""
        self.leave()
        self._transport.close()

    def leave(self) -> None:
        """Let what is kept leave now: nothing follows at once."""
        if self._kept:
            kept, self._kept = self._kept, bytearray()
            self._transport.write(kept)
