"""The MCP server over HTTP: on loopback for anybody there, elsewhere only for those who show that they may use it."""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

import anyio
import uvicorn
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import SecretStr
from starlette.applications import Starlette

from wallet_portfolio import logs
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.tools.http_guard import BearerToken, Guard
from wallet_portfolio.tools.http_health import Health, Readiness
from wallet_portfolio.tools.http_patience import DEFAULT_PATIENCE, KEEP_ALIVE_SECONDS, Connection, Patience, Server
from wallet_portfolio.tools.oauth import OAuth
from wallet_portfolio.workflows.access import Access

MOST_REQUESTS = 1_024
MOST_SESSIONS = 1_024  # of clients of the older protocol, at about 33 KiB each
LARGEST_REQUEST = 1024 * 1024
_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may use the server, under which names it is known, and how much it takes on.

    At most one of `token` and `oauth` is set. `names` are hosts, or hosts with a port, besides those of loopback.
    `one_of_several`: a balancer may send each request elsewhere, so nothing is kept from one to the next, and it is
    given time to notice that the server stops. `lacking`: what there is no answer without, in words for its operator.
    """

    token: SecretStr | None = None
    oauth: OAuth | None = None
    names: tuple[str, ...] = ()
    most_requests: int = MOST_REQUESTS
    most_sessions: int = MOST_SESSIONS
    patience: Patience = DEFAULT_PATIENCE
    one_of_several: bool = False
    lacking: str | None = None


def serve_http(make_server: Callable[[OAuth | None], MCPServer[Access]], address: str, rules: Rules) -> None:
    """Serve at /mcp until stopped; the SDK checks host, origin and size.

    Raises InputError where the server would be open to other machines, and OSError where the port is taken.
    """
    host, port = _place(address)
    if not (_is_loopback(host) or rules.token or rules.oauth):
        raise InputError(
            "Without a token the server listens on this machine only: use 127.0.0.1, ::1 or localhost. To serve other "
            "machines, set WALLET_PORTFOLIO_HTTP_TOKEN, or WALLET_PORTFOLIO_OAUTH_ISSUER and "
            "WALLET_PORTFOLIO_OAUTH_AUDIENCE, and put a proxy with TLS in front."
        )

    import_module("wallet_portfolio.tools.calling")  # with all that answers: the first caller need not wait for it
    import_module("wallet_portfolio.tools.catalog")
    with listener_at(host, port) as listener:
        logs.announce(f"Serving MCP at http://{address}/mcp")
        _run(make_server(rules.oauth), host, rules, listener)


def listener_at(host: str, port: int) -> socket.socket:
    """A listening socket whose connections send at once. Raises OSError where the port is taken."""
    listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    # Or a part of a stream would wait 40 ms for the part before it to be acknowledged. asyncio sees to that for the
    # sockets that it makes itself, and for no other.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _run(server: MCPServer[Access], host: str, rules: Rules, listener: socket.socket) -> None:
    stopping, readiness = anyio.Event(), Readiness(rules.lacking)
    connection = type("Connection", (Connection,), {"patience": rules.patience})
    config = uvicorn.Config(
        _application(server, host, rules, stopping, readiness),
        http=connection,
        ws="none",
        lifespan="on",
        log_config=None,  # it logs as everything else does
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=rules.patience.answer,
    )
    grace = rules.patience.leaving if rules.one_of_several else 0
    Server(config, stopping, readiness, grace).run(sockets=[listener])


def _application(
    server: MCPServer[Access], host: str, rules: Rules, stopping: anyio.Event, readiness: Readiness
) -> Starlette:
    names = _names(host, rules)
    app = server.streamable_http_app(
        host=host,
        transport_security=_names_checked(names),
        max_request_body_size=LARGEST_REQUEST,
        max_sessions=rules.most_sessions,
        session_idle_timeout=rules.patience.session,
        stateless_http=rules.one_of_several,
    )
    app.add_middleware(
        Guard,
        most_requests=rules.most_requests,
        body_seconds=rules.patience.body,
        stopping=stopping,
        pages=bool(names),
        sessions=not rules.one_of_several,
    )
    if rules.token:
        app.add_middleware(BearerToken, token=rules.token)
    app.add_middleware(Health, readiness=readiness)
    return app


def _names(host: str, rules: Rules) -> tuple[str, ...]:
    """What the server is called by those who mean it. Empty where nobody said: then the token alone has to do."""
    known = rules.names + ((rules.oauth.host,) if rules.oauth else ())
    if not known and not _is_loopback(host):
        return ()
    return (*_LOOPBACK_NAMES, f"[{host}]" if ":" in host else host, *known)


def _names_checked(names: Iterable[str]) -> TransportSecuritySettings:
    hosts = [form for name in names for form in (name, f"{name}:*")]
    origins = [f"{scheme}://{host}" for scheme in ("https", "http") for host in hosts]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=bool(hosts), allowed_hosts=hosts, allowed_origins=origins
    )


def _place(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536) or not host:
        raise InputError("Give the address to serve on as HOST:PORT, such as 127.0.0.1:8000.")
    return host, int(port)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
