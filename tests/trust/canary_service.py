"""A service that knows the canaries as credentials, another host that listens, and what each tool is asked."""

import socket
import threading

from trust.canaries import CREDENTIALS
from wallet_portfolio import simulator
from wallet_portfolio.simulator import DEMO_WALLETS, demo_world

SAVED = ",".join(f"{name}={address}" for name, address in DEMO_WALLETS.items())
SWAP = {"sell": "ETH", "buy": "USDC", "amount": "0.1", "chain": "base", "wallet": DEMO_WALLETS["main"]}
ARGUMENTS = {
    "list_supported_chains": {},
    "get_total_value": {"wallets": ["main", "sol"]},
    "list_holdings": {},
    "get_token_balances": {"tokens": ["USDC"]},
    "show_portfolio": {},
    "check_swap": SWAP,
    "prepare_swap": {**SWAP, "confirmed": True},
    "find_underperformers": {},
    "search_tokens": {"query": "USDC"},
    "get_token_details": {"token": "USDC"},
    "get_price_chart": {"token": "USDC"},
    "ask_wallet": {"request": "what is my wallet worth"},
}


class Overheard:
    """Some other host: keeps all that it is sent, and answers that it does not understand."""

    def __init__(self):
        self.received = b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                peer, _ = self._listening.accept()
            except OSError:
                return  # closed
            with peer:
                peer.settimeout(0.3)
                try:
                    self.received += peer.recv(65_536)
                    peer.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                except OSError:
                    pass

    def close(self):
        self._listening.close()


class Signing:
    """The stand-in, with a note of the signatures that it is sent."""

    def __init__(self, stand_in):
        self._stand_in = stand_in
        self.signatures = set()

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            self.signatures |= {value.decode() for name, value in scope["headers"] if name == b"ok-access-sign"}
        await self._stand_in(scope, receive, send)


class Service:
    def __init__(self):
        self.stand_in = simulator.create_app(demo_world(), credentials=CREDENTIALS)
        self.signing = Signing(self.stand_in)
        self.url = ""
