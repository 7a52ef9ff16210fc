"""A tool, and how it is run: arguments are checked, errors become answers, made-up data are said to be made up."""

import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import JsonValue, ValidationError

from wallet_portfolio.assets.errors import Choice, InputError, NeedsInput, ServiceError, WalletError
from wallet_portfolio.okx.budget import answer_budget
from wallet_portfolio.tools.answers import Answer, ErrorDetails, NextStep
from wallet_portfolio.tools.arguments import explain
from wallet_portfolio.tools.questions import Question
from wallet_portfolio.views import notices
from wallet_portfolio.workflows.access import Access, Progress, no_progress

logger = logging.getLogger(__name__)

Q = TypeVar("Q", bound=Question)
A = TypeVar("A", bound=Answer)

_OWN_FAULT = "Something went wrong on my side, so I cannot answer this. Please try again, or ask it another way."


@dataclass(frozen=True)
class WalletTool(Generic[Q, A]):
    """A tool: what it takes, what it answers, and the function behind it. All of them only read."""

    title: str
    takes: type[Q]
    answers: type[A]
    function: Callable[[Access, Q, Progress], Awaitable[A]]

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

    async def run(self, access: Access, arguments: Mapping[str, JsonValue], progress: Progress = no_progress) -> A:
        """The answer. What goes wrong is an answer too; nothing but cancellation is raised."""
        answer = await self._answer(access, arguments, progress)
        if access.demo:
            answer = answer.model_copy(update={"notices": list(dict.fromkeys([notices.DEMO, *answer.notices]))})
        return answer

    async def _answer(self, access: Access, arguments: Mapping[str, JsonValue], progress: Progress) -> A:
        try:
            question = self.takes.model_validate(arguments)
        except ValidationError as error:
            return self._failed(InputError(explain(error, self.takes)))
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
                    say=choice.words,
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
