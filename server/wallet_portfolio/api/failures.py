"""What a question can raise.

    PortfolioError       nothing was answered; its text is fit for a user
     ├── NotAnswered     something went wrong: `code`, `retryable`, `retry_after_seconds`
     ├── InputNeeded     something is missing or may be read in two ways: `question`, `missing`, `choices`
     └── Incomplete      only a part could be read, and what was asked for is of no use in parts: `notices`

A result of which only a part could be read is no error: it is returned with `partial` set, and `notices` say what is
missing. All of them can be pickled, so they reach the parent of a worker process.
"""

from collections.abc import Sequence

from wallet_portfolio.api.results import NextStep
from wallet_portfolio.assets.errors import ErrorCode


class PortfolioError(Exception):
    """Base of all errors of the Python API."""

    def __str__(self) -> str:
        return str(self.args[0])


class NotAnswered(PortfolioError):
    """The question could not be answered; the text says what happened and what to do.

    `code` is stable and meant for programs. Where `retryable`, the same question may succeed later: not before
    `retry_after_seconds`, where that is known.
    """

    def __init__(
        self,
        message: str,
        code: ErrorCode,
        retryable: bool = False,  # noqa: FBT001  (an exception is pickled by position)
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message, code, retryable, retry_after_seconds)
        self.message = message
        self.code: ErrorCode = code
        self.retryable = retryable
        self.retry_after_seconds = retry_after_seconds


class InputNeeded(PortfolioError):
    """A question goes back: only whoever asked can say what is missing.

    `missing` names the arguments to give. Each of `choices` is a possible answer to the question: `say` is its words,
    and its `arguments` are those to call the same method with. `summary` and `notices` are what to know before
    answering, such as the figures of a swap that has to be agreed to.
    """

    def __init__(
        self, question: str, missing: Sequence[str], choices: Sequence[NextStep], summary: str, notices: Sequence[str]
    ) -> None:
        super().__init__(question, missing, choices, summary, notices)
        self.question = question
        self.missing = tuple(missing)
        self.choices = tuple(choices)
        self.summary = summary
        self.notices = tuple(notices)


class Incomplete(PortfolioError):
    """Only a part of a list could be read; `notices` say which part is missing."""

    def __init__(self, notices: Sequence[str]) -> None:
        super().__init__(" ".join(notices), notices)
        self.notices = tuple(notices)

    def __reduce__(self) -> tuple[type["Incomplete"], tuple[tuple[str, ...]]]:
        return Incomplete, (self.notices,)
