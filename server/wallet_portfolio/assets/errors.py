"""Every way a question can fail, drawn once.

    WalletError                 code, message, retryable, retry_after_seconds
     ├── InputError             invalid_input        what was asked makes no sense as it stands
     │    ├── InvalidAddress    invalid_address
     │    ├── UnknownWallet     unknown_wallet
     │    ├── UnsupportedChain  unsupported_chain
     │    └── TokenNotFound     token_not_found
     ├── NotConfigured          not_configured       no credentials
     └── ServiceError           what the service did: rate_limited, quota_exhausted, auth_failed, region_blocked,
                                clock_skew, timeout, upstream_unavailable, bad_response, unsupported_chain, no_route

NeedsInput stands apart: to a user it is no error, a question goes back.

A message says what happened and what to do, in words a user may read: no endpoint, no tool name, no code. It is kept
as a phrase, because an error of work that several share is told to each in their own language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from wallet_portfolio.assets.phrases import Sayable, Series

ErrorCode = Literal[
    "not_configured",
    "invalid_input",
    "invalid_address",
    "unknown_wallet",
    "unsupported_chain",
    "token_not_found",
    "ambiguous_token",
    "rate_limited",
    "quota_exhausted",
    "auth_failed",
    "region_blocked",
    "clock_skew",
    "timeout",
    "upstream_unavailable",
    "bad_response",
    "no_route",
]


class WalletError(Exception):
    """Base of every error of the project. `message` is fit for a user."""

    def __init__(
        self,
        message: Sayable,
        *,
        code: ErrorCode,
        retryable: bool = False,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message)
        self.phrase = message
        self.code: ErrorCode = code
        self.retryable = retryable
        self.retry_after_seconds = retry_after_seconds

    @property
    def message(self) -> str:
        """In the language spoken where it is shown."""
        return str(self.phrase)


class InputError(WalletError):
    """The question cannot be answered as it was put."""

    def __init__(self, message: Sayable, *, code: ErrorCode = "invalid_input") -> None:
        super().__init__(message, code=code)


class InvalidAddress(InputError):
    """Not an address of any family that is known here, or one whose checksum is wrong."""

    def __init__(self, message: Sayable) -> None:
        super().__init__(message, code="invalid_address")


class UnknownWallet(InputError):
    """A name that no saved wallet has."""

    def __init__(self, message: Sayable) -> None:
        super().__init__(message, code="unknown_wallet")


class UnsupportedChain(InputError):
    """A network that is not known, or that the service does not support."""

    def __init__(self, message: Sayable) -> None:
        super().__init__(message, code="unsupported_chain")


class TokenNotFound(InputError):
    """No native coin and no verified contract goes by that name."""

    def __init__(self, message: Sayable) -> None:
        super().__init__(message, code="token_not_found")


class NotConfigured(WalletError):
    """No credentials."""

    def __init__(self, message: Sayable) -> None:
        super().__init__(message, code="not_configured")


class ServiceError(WalletError):
    """The service refused, failed or answered something that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of an ambiguous word: in words, and the value that says it beyond doubt."""

    words: Sayable
    instead_of: str
    value: str


class NeedsInput(Exception):  # a question, not a failure
    """Something is missing that only the user can say; `missing` names the arguments."""

    def __init__(self, question: Sayable | Series, missing: Sequence[str], choices: Sequence[Choice] = ()) -> None:
        super().__init__(question)
        self.phrase = question
        self.missing = list(missing)
        self.choices = list(choices)

    @property
    def question(self) -> str:
        """In the language spoken where it is asked."""
        return str(self.phrase)
