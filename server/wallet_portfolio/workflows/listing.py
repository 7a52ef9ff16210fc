"""Everything held, as an ordered list that can be paged through while prices move."""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wallet_portfolio.assets.amounts import plain
from wallet_portfolio.assets.errors import InputError, NeedsInput
from wallet_portfolio.assets.holdings import Holding, by_value, sum_usd, that_count
from wallet_portfolio.assets.phrases import phrase
from wallet_portfolio.workflows.access import Access, Progress, no_progress
from wallet_portfolio.workflows.held import fetch_held
from wallet_portfolio.workflows.leaving import Kind, leave, pick_up
from wallet_portfolio.workflows.scope import Extent, Gap, Scope, resolve_scope

_KEPT_SECONDS = 900.0
_LISTINGS: Kind["Listing"] = Kind("listing", lambda: Listing, _KEPT_SECONDS)
_OF_ANOTHER_LIST = phrase("That page belongs to another list. Please start the list again.")
_EXPIRED = phrase("That page is no longer available, because the list has changed since. Please start the list again.")


@dataclass(frozen=True)
class Listing:
    """A list as it was when its first page was shown: order, amounts and prices stay as they were.

    `small` counts the holdings left out for being worth less than asked for, `unpriced` those left out because
    nobody knows whether they are.
    """

    id: str
    question: str
    extent: Extent
    holdings: tuple[Holding, ...]
    small: int
    unpriced: int
    hidden_risky: int
    impostors: tuple[Holding, ...]
    gaps: tuple[Gap, ...]
    as_of: datetime

    @cached_property
    def listed_usd(self) -> Decimal:
        """What everything on the list is worth but for impostors, all pages together."""
        return sum_usd(that_count(self.holdings))

    @cached_property
    def order(self) -> str:
        """A digest of what stands on the list in which place."""
        return _digest(*(f"{h.wallet} {h.token.chain_index} {h.token.address}" for h in self.holdings))


@dataclass(frozen=True)
class Page:
    """Some of the holdings of a list, from `first` (counted from 0) on."""

    listing: Listing
    first: int
    holdings: tuple[Holding, ...]

    @cached_property
    def next_cursor(self) -> str | None:
        """Where the next page begins; None on the last."""
        following = self.first + len(self.holdings)
        if following >= len(self.listing.holdings):
            return None
        return _Cursor(
            listing=self.listing.id, question=self.listing.question, order=self.listing.order, first=following
        ).encode()


@dataclass(frozen=True, slots=True)
class ListingQuestion:
    """What to list. `cursor` is "" for the first page."""

    wallets: Sequence[str] = ()
    chains: Sequence[str] = ()
    include_risky: bool = False
    min_value_usd: Decimal = Decimal(0)
    limit: int = 20
    cursor: str = ""

    @property
    def is_bare(self) -> bool:
        """Whether nothing but a cursor (and a limit) was given."""
        return not (self.wallets or self.chains or self.include_risky or self.min_value_usd)


async def list_holdings(access: Access, question: ListingQuestion, progress: Progress = no_progress) -> Page:
    """A page of everything held, by value.

    Raises what resolving the scope raises, ServiceError, and InputError for a cursor that leads nowhere (any more).
    """
    cursor = _Cursor.decode(question.cursor) if question.cursor else None
    kept = await _kept(access, cursor.listing) if cursor else None
    if kept and question.is_bare:
        listing = kept
    else:
        try:
            scope = await resolve_scope(access, question.wallets, question.chains)
        except NeedsInput:
            if cursor:
                raise InputError(_EXPIRED) from None
            raise
        fingerprint = _fingerprint(scope, question)
        if cursor and cursor.question != fingerprint:
            raise InputError(_EXPIRED if question.is_bare else _OF_ANOTHER_LIST)
        listing = kept or await _make(access, scope, question, fingerprint, progress)
    # Another process, or a list that is no longer kept: as long as the order is the same, the page is where it was.
    if cursor and (cursor.order != listing.order or cursor.first >= len(listing.holdings)):
        raise InputError(_EXPIRED)
    first = cursor.first if cursor else 0
    page = Page(listing, first, listing.holdings[first : first + question.limit])
    if page.next_cursor:
        access.listings.put(listing.id, listing, _KEPT_SECONDS, rows=len(listing.holdings))
        if listing is not kept:
            await leave(access, _LISTINGS, listing.id, listing)
    return page


async def _kept(access: Access, listing: str) -> Listing | None:
    kept = access.listings.get(listing)
    if isinstance(kept, Listing):
        return kept
    return await pick_up(access, _LISTINGS, listing)


async def _make(
    access: Access, scope: Scope, question: ListingQuestion, fingerprint: str, progress: Progress
) -> Listing:
    held = await fetch_held(access, scope, include_risky=question.include_risky, progress=progress)
    least = question.min_value_usd
    listed = [h for h in held.holdings if not least or (h.value_usd is not None and h.value_usd >= least)]
    unpriced = sum(1 for h in held.holdings if h.value_usd is None) if least else 0
    return Listing(
        id=secrets.token_urlsafe(9),
        question=fingerprint,
        extent=scope.extent,
        holdings=tuple(by_value(listed)),
        small=len(held.holdings) - len(listed) - unpriced,
        unpriced=unpriced,
        hidden_risky=len(held.hidden),
        impostors=held.impostors,
        gaps=held.gaps,
        as_of=held.as_of,
    )


class _Cursor(BaseModel):
    """Where a page begins, on which list, of which question."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    listing: str
    question: str
    order: str
    first: int = Field(ge=0)

    def encode(self) -> str:
        return base64.urlsafe_b64encode(self.model_dump_json().encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "_Cursor":
        """Raises InputError for anything that was not made here."""
        try:
            padded = text + "=" * (-len(text) % 4)
            return cls.model_validate_json(base64.b64decode(padded, altchars=b"-_", validate=True))
        except (binascii.Error, ValidationError, ValueError):
            raise InputError(_EXPIRED) from None


def _fingerprint(scope: Scope, question: ListingQuestion) -> str:
    wallets = (wallet.address.canonical for wallet in scope.wallets)
    chains = (chain.index for chain in scope.asked)
    return _digest(*wallets, "on", *chains, str(question.include_risky), plain(question.min_value_usd))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
