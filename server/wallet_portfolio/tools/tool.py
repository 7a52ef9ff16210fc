"""A tool, and how it is run: arguments are checked, errors become answers, and what every answer has to say is said:
that data are made up, and that an address is not the saved wallet's it looks like.
"""

import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import JsonValue, ValidationError

from wallet_portfolio.assets.errors import Choice, InputError, NeedsInput, ServiceError, WalletError
from wallet_portfolio.assets.phrases import Language, in_language, phrase
from wallet_portfolio.assets.poisoning import resemblances
from wallet_portfolio.okx.budget import answer_budget
from wallet_portfolio.tools.answers import Answer, ErrorDetails, NextStep
from wallet_portfolio.tools.arguments import explain
from wallet_portfolio.tools.questions import Question
from wallet_portfolio.views import notices
from wallet_portfolio.workflows.access import Access, Progress, no_progress

logger = logging.getLogger(__name__)

Q = TypeVar("Q", bound=Question)
A = TypeVar("A", bound=Answer)

_OWN_FAULT = phrase(
    "Something went wrong on my side, so I cannot answer this. Please try again, or ask it another way."
)


def _as_spoken(_arguments: Mapping[str, JsonValue]) -> Language | None:
    """For tools whose arguments are in no language: that of whoever runs them."""
    return None


def _also(arguments: Mapping[str, JsonValue], said: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """What was asked for is an argument that was missing."""
    return {**arguments, **said}


@dataclass(frozen=True)
class WalletTool(Generic[Q, A]):
    """A tool: what it takes, what it answers, and the function behind it. All of them only read.

    `language_of` tells the language of the arguments, right or wrong, where they are words of a user. `completed` puts
    together the arguments and what the user said when asked for more.
    """

    title: str
    takes: type[Q]
    answers: type[A]
    function: Callable[[Access, Q, Progress], Awaitable[A]]
    language_of: Callable[[Mapping[str, JsonValue]], Language | None] = _as_spoken
    completed: Callable[[Mapping[str, JsonValue], Mapping[str, JsonValue]], dict[str, JsonValue]] = _also

    @property
    def name(self) -> str:
        """The name it is called by."""
        return self.function.__name__

    @property
    def description(self) -> str:
        """What a model reads of it."""
        return inspect.getdoc(self.function) or ""

    @property
    def command(self) -> str:
        """Its name on the command line."""
        return self.name.replace("_", "-")

    def speaking(self, arguments: Mapping[str, JsonValue]) -> AbstractContextManager[None]:
        """The language of the arguments, for whoever has more to say around the answer."""
        language = self.language_of(arguments)
        return in_language(language) if language else nullcontext()

    async def run(self, access: Access, arguments: Mapping[str, JsonValue], progress: Progress = no_progress) -> A:
        """The answer. What goes wrong is an answer too; nothing but cancellation is raised."""
        with self.speaking(arguments):
            told = [str(notices.DEMO)] if access.demo else []
            try:
                question = self.takes.model_validate(arguments)
            except ValidationError as error:
                answer = self._failed(InputError(explain(error, self.takes)))
            else:
                answer = await self._answer(access, question, progress)
                told += notices.of_resemblances(resemblances(question.named_addresses(), access.saved))
            if not told:
                return answer
            return answer.model_copy(update={"notices": list(dict.fromkeys([*told, *answer.notices]))})

    async def _answer(self, access: Access, question: Q, progress: Progress) -> A:
        try:
            with answer_budget():
                return await self.function(access, question, progress)
        except NeedsInput as asked:
            return self._asking(question, asked)
        except WalletError as error:
            return self._failed(error)
        except Exception:  # whatever it is, the server goes on, and the user is told so without a traceback
            logger.exception("a question could not be answered")
            return self._failed(ServiceError(_OWN_FAULT, code="bad_response"))

    def _asking(self, question: Q, asked: NeedsInput) -> A:
        arguments = question.model_dump(mode="json", exclude_unset=True)
        return self.answers(
            status="needs_input",
            summary=asked.question,
            missing=asked.missing,
            question=asked.question,
            next_steps=[
                NextStep(
                    say=str(choice.words),
                    tool=self.name,
                    arguments={**arguments, asked.missing[0]: _chosen(arguments.get(asked.missing[0]), choice)},
                )
                for choice in asked.choices
            ],
        )

    def _failed(self, error: WalletError) -> A:
        logger.debug("answered with %s", error.code)
        return self.answers(
            status="error",
            summary=error.message,
            error=ErrorDetails(
                code=error.code,
                message=error.message,
                retryable=error.retryable,
                retry_after_seconds=error.retry_after_seconds,
            ),
        )


def _chosen(value: JsonValue, choice: Choice) -> JsonValue:
    if isinstance(value, list):
        return [choice.value if part == choice.instead_of else part for part in value]
    return choice.value
