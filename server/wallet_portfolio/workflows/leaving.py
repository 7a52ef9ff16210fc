"""What one replica showed a user and another may be asked about next: left for the others where replicas share.

It is left as JSON of the frozen dataclasses and tuples, sealed, and only replicas of the same version read it. Where
nothing is shared, nothing is found.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from wallet_portfolio import __version__
from wallet_portfolio.workflows.access import Access

T = TypeVar("T")


@dataclass(frozen=True)
class Kind(Generic[T]):
    """A kind of thing that is left, and for how long."""

    name: str
    of: Callable[[], type[T]]  # called when it is needed, as reading it takes a while
    keep_seconds: float

    @cached_property
    def adapter(self) -> TypeAdapter[T]:
        """Writes and reads it."""
        return TypeAdapter(self.of())


async def leave(access: Access, kind: Kind[T], name: str, thing: T) -> None:
    """Let the other replicas have it."""
    if store := access.service().caller.store:
        await store.put(_versioned(kind), name, lambda: kind.adapter.dump_json(thing), kind.keep_seconds)


async def pick_up(access: Access, kind: Kind[T], name: str) -> T | None:
    """What any replica left under that name; None where there is nothing that can be read."""
    store = access.service().caller.store
    left = await store.get(_versioned(kind), name, kind.keep_seconds) if store else None
    try:
        return None if left is None else kind.adapter.validate_json(left.content)
    except ValueError:
        return None


def is_shared(access: Access) -> bool:
    """Whether others leave things at the moment, and find what is left here."""
    store = access.service().caller.store
    return store is not None and store.there


def _versioned(kind: Kind[T]) -> str:
    return f"{kind.name} of {__version__}"
