"""What a workflow may use: the service, the saved wallets, and the lists that can be paged through."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wallet_portfolio.assets.chains import Chains
from wallet_portfolio.assets.errors import NotConfigured, ServiceError, UnsupportedChain, WalletError
from wallet_portfolio.assets.phrases import phrase
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.sharing import Cache

if TYPE_CHECKING:
    from wallet_portfolio.okx.client import Client

MOST_LISTINGS = 2_048
# What may go wrong with one question and not with the next.
_PASSING = frozenset({"timeout", "upstream_unavailable", "bad_response", "rate_limited"})
MOST_PROPOSALS = 256
_DIRECTORY_SECONDS = 3_600.0

# Called with how many parts are done, how many there are, and what was just done.
Progress = Callable[[int, int, str], Awaitable[None]]


async def no_progress(_done: int, _of: int, _what: str) -> None:
    """For callers that do not want to hear of progress."""


@dataclass(frozen=True, slots=True)
class Access:
    """Shared by all questions a process answers. `client` is None where there are no credentials, and may be
    what gives it when it is first asked for.

    `demo` says that the service is the stand-in and nothing it tells is real. `one_of_several` says that users may have
    been answered by another process than this one.
    """

    client: "Client | Callable[[], Client] | None"
    saved: SavedWallets
    demo: bool = False
    one_of_several: bool = False
    listings: Cache = field(default_factory=lambda: Cache(most=MOST_LISTINGS))
    proposals: Cache = field(default_factory=lambda: Cache(most=MOST_PROPOSALS))
    directories: Cache = field(default_factory=lambda: Cache(most=1))  # made of a list, by when that was fetched

    def service(self) -> "Client":
        """The service. Raises NotConfigured."""
        if self.client is None:
            raise NotConfigured(
                phrase(
                    "No OKX credentials are set, so I cannot look anything up yet. Three steps fix that:\n"
                    "1. Create an API key in the OKX Web3 developer portal.\n"
                    "2. Set OKX_API_KEY, OKX_SECRET_KEY and OKX_PASSPHRASE in the environment.\n"
                    "3. Start me again. To try me with made-up wallets first, start me with --demo."
                )
            )
        return self.client() if callable(self.client) else self.client


@dataclass(frozen=True, slots=True)
class Directory:
    """The networks in force; `error` is why the built-in list had to do, None where the service told them."""

    chains: Chains
    error: ServiceError | None = None

    def reason(self, error: WalletError) -> WalletError:
        """Why something failed. With the built-in list a refusal says nothing: that the list was not read does."""
        refused = isinstance(error, UnsupportedChain) or (isinstance(error, CallFailed) and error.rejected)
        return (self.error if refused else None) or error

    @contextmanager
    def reasons(self) -> Iterator[None]:
        """Errors raised inside are raised with their reason."""
        try:
            yield
        except WalletError as error:
            if (reason := self.reason(error)) is error:
                raise
            raise reason from None


async def chain_directory(access: Access) -> Directory:
    """The supported networks; the built-in list where the service does not tell them at the moment.

    Raises NotConfigured, and ServiceError where no other question would be answered either.
    """
    try:
        fetched = await access.service().supported_chains()
    except ServiceError as error:
        if error.code not in _PASSING:
            raise
        return Directory(Chains.builtin(), error)
    kept = access.directories.get(fetched.at)
    if not isinstance(kept, Directory):
        kept = Directory(Chains.builtin().merged(fetched.value))
        access.directories.put(fetched.at, kept, _DIRECTORY_SECONDS)
    return kept
