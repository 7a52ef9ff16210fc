"""Asking the user through the client: a form made from what an answer says is missing.

The same question is asked in both eras of the protocol, through the SDK's resolvers. A resolver runs again on every
round, so what it does may have no effect, and every tool only reads.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from mcp.server.mcpserver import Context
from pydantic import BaseModel, Field, JsonValue, PrivateAttr, create_model

from wallet_portfolio.assets.phrases import phrase, say
from wallet_portfolio.tools.answers import Answer, NextStep
from wallet_portfolio.workflows.access import Access

READING = "reading"  # which of several ways to understand a request is meant; answered with the tool it leads to
_CONFIRMATION = "confirmed"
_LABELS = {
    "wallets": phrase("Wallet address"),
    "wallet": phrase("Wallet address"),
    "chain": phrase("Network"),
    "token": phrase("Token"),
    "tokens": phrase("Token"),
    "query": phrase("Token"),
    "sell": phrase("Token to sell"),
    "buy": phrase("Token to buy"),
    "amount": phrase("Amount"),
    READING: phrase("What you mean"),
    _CONFIRMATION: phrase("Yes, prepare it"),
}


class Reply(BaseModel):
    """What the user said, or the answer where nothing had to be asked.

    A form adds a field for each thing that was missing; `meant` says what the words of a choice stand for.
    """

    meant: ClassVar[dict[str, dict[str, JsonValue]]] = {}
    _answer: Answer | None = PrivateAttr(default=None)

    @classmethod
    def of(cls, answer: Answer) -> "Reply":
        """Nothing had to be asked."""
        reply = cls()
        reply._answer = answer
        return reply

    @property
    def answer(self) -> Answer | None:
        """The answer, where nothing had to be asked."""
        return self._answer

    def said(self) -> dict[str, JsonValue]:
        """The arguments that were said, by name."""
        said: dict[str, JsonValue] = self.model_dump(mode="json")
        return {name: self.meant.get(name, {}).get(str(value), value) for name, value in said.items()}


def can_ask(ctx: Context[Access, Any]) -> bool:
    """Whether the client says that it can put a form before the user."""
    capabilities = ctx.client_capabilities
    elicitation = capabilities.elicitation if capabilities else None
    return elicitation is not None and (elicitation.form is not None or elicitation.url is None)


def unconfirmed(arguments: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Without a confirmation: where the client can ask the user, the user says it and not the model."""
    return {name: value for name, value in arguments.items() if name != _CONFIRMATION}


def declined(answer: Answer) -> Answer:
    """The answer to a user who did not want to say; nothing is offered that would ask again."""
    return answer.model_copy(
        update={"notices": [*answer.notices, say("Not answered, so nothing was done.")], "next_steps": []}
    )


def question_text(answer: Answer) -> str:
    """What is asked, with what the user has to know to answer it."""
    parts = [answer.summary, *answer.notices, answer.question or ""]
    return "\n\n".join(part for part in dict.fromkeys(parts) if part)


def form(answer: Answer) -> type[Reply]:
    """A form with a field for each thing missing; one of the choices where there are any."""
    fields: dict[str, Any] = {}
    meant: dict[str, dict[str, JsonValue]] = {}
    for name in answer.missing:
        choices = _choices(answer, name)
        kind: Any = str
        if name == _CONFIRMATION:
            kind = bool
        elif choices:
            kind = Literal[tuple(choices)]
            meant[name] = choices
        fields[name] = (kind, Field(title=str(_LABELS.get(name, name))))
    made = create_model("Reply", __base__=Reply, **fields)
    made.meant = meant
    return made


def _choices(answer: Answer, name: str) -> dict[str, JsonValue]:
    """What can be chosen, by what it is called."""
    if name == READING:
        return {step.say: step.tool for step in answer.next_steps}
    return {_words(step, name): step.arguments[name] for step in answer.next_steps if name in step.arguments}


def _words(step: NextStep, name: str) -> str:
    """What a choice is called: its value, or where that stands among others, what the step says."""
    value = step.arguments[name]
    return value if isinstance(value, str) else step.say
