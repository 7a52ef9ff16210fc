"""The names of what is told, for `docs/telemetry.md` and for those who record. Units are those of UCUM.

Where OpenTelemetry has a convention, the name is its: for MCP, HTTP clients and errors.
"""

from dataclasses import dataclass
from typing import Final

METHOD: Final = "mcp.method.name"
PROTOCOL: Final = "mcp.protocol.version"
OPERATION: Final = "gen_ai.operation.name"
TOOL: Final = "gen_ai.tool.name"
TRANSPORT: Final = "network.transport"
ERROR: Final = "error.type"
RPC_STATUS: Final = "rpc.response.status_code"
HTTP_METHOD: Final = "http.request.method"
HTTP_STATUS: Final = "http.response.status_code"
HTTP_SIZE: Final = "http.response.body.size"
HTTP_RESENT: Final = "http.request.resend_count"
HOST: Final = "server.address"
PORT: Final = "server.port"
ANSWER: Final = "wallet_portfolio.answer.status"
CODE: Final = "wallet_portfolio.answer.code"
REQUESTS: Final = "wallet_portfolio.requests"
QUESTION: Final = "wallet_portfolio.question"
SERVICE_CODE: Final = "wallet_portfolio.service.code"
WAITED: Final = "wallet_portfolio.pace.waited"
WHERE: Final = "wallet_portfolio.cache.where"

SPAN_ATTRIBUTES: Final = {
    "call": (METHOD, TOOL, OPERATION, PROTOCOL, TRANSPORT, ANSWER, CODE, ERROR, RPC_STATUS, REQUESTS),
    "request": (
        HTTP_METHOD, HOST, PORT, QUESTION, WAITED, HTTP_RESENT, HTTP_STATUS, HTTP_SIZE, SERVICE_CODE, ERROR
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metric:
    """One instrument. `bounds` are the upper ends of a histogram's buckets."""

    name: str
    kind: str
    unit: str
    meaning: str
    attributes: tuple[str, ...] = ()
    bounds: tuple[float, ...] = ()


_CALL_SECONDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)
_REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
_WAIT_SECONDS = (0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 45)
_BYTES = tuple(float(4**power) for power in range(4, 13))
_PLACE = (HTTP_METHOD, HOST, PORT, QUESTION)

CALL_DURATION: Final = Metric(
    "mcp.server.operation.duration",
    "histogram",
    "s",
    "How long a call over MCP took",
    (METHOD, TOOL, OPERATION, PROTOCOL, TRANSPORT, ERROR, RPC_STATUS),
    _CALL_SECONDS,
)
ANSWERS: Final = Metric(
    "wallet_portfolio.tool.answers",
    "counter",
    "{answer}",
    "Answers of tools, by what they came to",
    (TOOL, ANSWER, CODE),
)
CALLS_ACTIVE: Final = Metric("wallet_portfolio.calls.active", "updown", "{call}", "Calls being answered", (METHOD,))
REQUEST_DURATION: Final = Metric(
    "http.client.request.duration",
    "histogram",
    "s",
    "How long the service took to answer a request",
    (*_PLACE, HTTP_STATUS, ERROR),
    _REQUEST_SECONDS,
)
REQUEST_SIZE: Final = Metric(
    "http.client.response.body.size", "histogram", "By", "Size of an answer, unpacked", (*_PLACE, HTTP_STATUS), _BYTES
)
REQUESTS_ACTIVE: Final = Metric(
    "http.client.active_requests", "updown", "{request}", "Requests under way", (HTTP_METHOD, HOST, PORT)
)
REFUSALS: Final = Metric(
    "wallet_portfolio.requests.refused",
    "counter",
    "{request}",
    "Requests that the service refused as too fast",
    (QUESTION,),
)
RETRIES: Final = Metric(
    "wallet_portfolio.requests.retried", "counter", "{request}", "Requests that were sent once more", (QUESTION,)
)
PACE: Final = Metric("wallet_portfolio.pace.rate", "gauge", "{request}/s", "How many requests a second may leave now")
WAIT: Final = Metric(
    "wallet_portfolio.pace.wait", "histogram", "s", "How long a request waited for its turn", (), _WAIT_SECONDS
)
WAITING: Final = Metric("wallet_portfolio.pace.waiting", "updown", "{request}", "Requests that wait for their turn")
LOOKUPS: Final = Metric(
    "wallet_portfolio.cache.lookups",
    "counter",
    "{lookup}",
    "Where answers of the service were found",
    (QUESTION, WHERE),
)

METRICS: Final = (
    CALL_DURATION, ANSWERS, CALLS_ACTIVE, REQUEST_DURATION, REQUEST_SIZE, REQUESTS_ACTIVE, REFUSALS, RETRIES, PACE,
    WAIT, WAITING, LOOKUPS,
)  # fmt: skip
