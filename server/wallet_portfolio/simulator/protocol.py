"""What passes between the parts of the stand-in: calls in, replies and refusals out."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from wallet_portfolio.simulator.parameters import Parameters
    from wallet_portfolio.simulator.world import World

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"

JSON_TYPE = "application/json;charset=UTF-8"


class Refusal(Exception):
    """A call that is answered with a service code other than 0."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int = 200,
        with_data: bool = True,
        breach: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.status = status
        self.with_data = with_data
        self.breach = breach
        self.headers = headers or {}


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer before it is put on the wire."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str | None:
        """The service code of the body, where it has one."""
        try:
            body = json.loads(self.body)
        except ValueError:
            return None
        code = body.get("code") if isinstance(body, dict) else None
        return None if code is None else str(code)


def json_reply(body: JSON, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """Any JSON as an answer."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Reply(status, text.encode(), {"content-type": JSON_TYPE, **(headers or {})})


def success(data: JSON) -> Reply:
    """Data in the envelope of a call that went well."""
    return json_reply({"code": "0", "msg": "success", "data": data})


def refused(refusal: Refusal) -> Reply:
    """A refusal in its envelope; refusals of the gateway carry no `data`."""
    body: dict[str, JSON] = {"code": refusal.code, "msg": refusal.message}
    if refusal.with_data:
        body["data"] = []
    return json_reply(body, status=refusal.status, headers=refusal.headers)


@dataclass(slots=True)
class RecordedRequest:
    """One request as it was seen, and how it was answered (`status` stays None if it never was)."""

    method: str
    path: str
    query: dict[str, str]
    json: JSON
    arrived: float
    status: int | None = None
    code: str | None = None

    @property
    def chains(self) -> tuple[str, ...]:
        """Every chainIndex the request names, wherever the call carries it."""
        named = [part for key in ("chains", "chainIndex") for part in self.query.get(key, "").split(",")]
        body = self.json
        items = body.get("tokenContractAddresses") if isinstance(body, dict) else body
        if isinstance(items, list):
            named += [str(item.get("chainIndex", "")) for item in items if isinstance(item, dict)]
        return tuple(dict.fromkeys(filter(None, named)))


@dataclass(frozen=True, slots=True)
class Call:
    """An accepted call, ready to be answered. `parameters` are the query's, or those of a JSON object.

    `note` records a breach of a call that is answered nevertheless.
    """

    world: "World"
    parameters: "Parameters"
    body: JSON
    now: datetime
    note: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Route:
    """One call of the service. A POST whose body is an array takes no named parameters."""

    method: str
    path: str
    parameters: frozenset[str]
    answer: Callable[[Call], JSON]
