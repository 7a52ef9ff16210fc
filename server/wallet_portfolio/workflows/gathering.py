"""Asking side by side: what some parts answered stands, though others failed."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar, cast

import anyio

from wallet_portfolio.assets.errors import NeedsInput, WalletError
from wallet_portfolio.assets.phrases import say
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.workflows.access import Progress
from wallet_portfolio.workflows.scope import Gap, Part, Scope

P = TypeVar("P")
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[P, T]):
    """What was asked, and the answer or why there is none."""

    part: P
    answer: T | None = None
    error: WalletError | None = None


async def ask_each(
    parts: Sequence[P], ask: Callable[[P], Awaitable[T]], progress: Progress, label: Callable[[P], str]
) -> list[Outcome[P, T]]:
    """Ask every part at the same time. Raises the first error if all fail."""
    return _unless_all_failed(await settle_each(parts, ask, progress, label))


async def settle_each(
    parts: Sequence[P], ask: Callable[[P], Awaitable[T]], progress: Progress, label: Callable[[P], str]
) -> list[Outcome[P, T]]:
    """Ask every part at the same time; errors are outcomes too."""

    async def settle(part: P) -> list[Outcome[P, T]]:
        try:
            return [Outcome(part, answer=await ask(part))]
        except WalletError as error:
            return [Outcome(part, error=error)]

    return await _settle_all(parts, settle, progress, label)


async def ask_parts(scope: Scope, ask: Callable[[Part], Awaitable[T]], progress: Progress) -> list[Outcome[Part, T]]:
    """Ask every part of a scope at the same time. Raises the first error if all fail."""
    return _unless_all_failed(await settle_parts(scope, ask, progress))


async def settle_parts(scope: Scope, ask: Callable[[Part], Awaitable[T]], progress: Progress) -> list[Outcome[Part, T]]:
    """Ask every part of a scope at the same time; errors are outcomes too.

    The service refuses a call as a whole when one chain does not belong to the address, and a chain that only the
    live list knows is taken for an EVM chain on no more than its number. So where a call with such a chain is
    refused, the others are asked again without it. With the built-in list of networks a refusal says nothing about
    them: that the list could not be read does.
    """

    async def settle(part: Part) -> list[Outcome[Part, T]]:
        try:
            return [Outcome(part, answer=await ask(part))]
        except WalletError as error:
            sure = replace(part, chains=tuple(chain for chain in part.chains if not chain.guessed))
            guessed = replace(part, chains=tuple(chain for chain in part.chains if chain.guessed))
            failed: Outcome[Part, T] = Outcome(guessed, error=error)
            refused = isinstance(error, CallFailed) and error.rejected
            if not (refused and sure.chains and guessed.chains):
                return [Outcome(part, error=scope.directory.reason(error))]
        return [*await settle(sure), failed]

    return await _settle_all(scope.parts, settle, progress, _label)


async def _settle_all(
    parts: Sequence[P],
    settle: Callable[[P], Awaitable[list[Outcome[P, T]]]],
    progress: Progress,
    label: Callable[[P], str],
) -> list[Outcome[P, T]]:
    if len(parts) == 1:
        return await settle(parts[0])
    settled: dict[int, list[Outcome[P, T]]] = {}

    async def settle_one(position: int, part: P) -> None:
        settled[position] = await settle(part)
        await progress(len(settled), len(parts), label(part))

    async with anyio.create_task_group() as group:
        for position, part in enumerate(parts):
            group.start_soon(settle_one, position, part)
    return [outcome for position in range(len(parts)) for outcome in settled[position]]


def _unless_all_failed(outcomes: list[Outcome[P, T]]) -> list[Outcome[P, T]]:
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if errors and len(errors) == len(outcomes):
        raise errors[0]
    return outcomes


async def both(first: Callable[[], Awaitable[T]], second: Callable[[], Awaitable[U]]) -> tuple[T, U]:
    """Two different things at the same time. Raises what either raises."""
    answers: dict[int, object] = {}
    errors: list[Exception] = []

    async def run(position: int, ask: Callable[[], Awaitable[object]]) -> None:
        try:
            answers[position] = await ask()
        except (WalletError, NeedsInput) as error:
            errors.append(error)
            group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        group.start_soon(run, 0, first)
        group.start_soon(run, 1, second)
    if errors:
        raise errors[0]
    return cast("T", answers[0]), cast("U", answers[1])


def gaps_of(outcomes: Sequence[Outcome[Part, T]]) -> list[Gap]:
    """What the parts that failed leave out."""
    return [
        Gap(outcome.part.wallet, tuple(chain.name for chain in outcome.part.chains), outcome.error.phrase)
        for outcome in outcomes
        if outcome.error
    ]


def _label(part: Part) -> str:
    return part.chains[0].name if len(part.chains) == 1 else say("{count} networks", count=len(part.chains))
