"""Logging, always to stderr: words for people, or one JSON object a line for machines.

Nothing of wallets and no secret is logged. What others put into messages and errors is not known, so of a library's
record only its fixed beginning is told, and of an exception its class and where it was raised, but not what it says.
"""

import json
import logging
import sys
import threading
import traceback
import warnings
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType
from typing import Any, Literal, TextIO

Format = Literal["text", "json"]
Level = Literal["debug", "info", "warning", "error"]

OWN = "wallet_portfolio"
_MOST_FRAMES = 40
_MOST_NESTED = 8

logger = logging.getLogger(__name__)
lifecycle = logging.getLogger(f"{OWN}.lifecycle")  # that the server started and stopped


class TextFormatter(logging.Formatter):
    """`WARNING wallet_portfolio.x: what happened, tool=… ms=…`, on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Called by logging."""
        said = [f"{record.levelname} {record.name}: {_message(record)}"]
        said += [f"{name}={value}" for name, value in _extras(record).items()]
        if error := _error(record):
            said.append(f"({_in_words(error)})")
        return " ".join(said)


class JsonFormatter(logging.Formatter):
    """An object with time, level, logger and message, and what else is known."""

    def format(self, record: logging.LogRecord) -> str:
        """Called by logging."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        told: dict[str, Any] = {
            "time": time,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **_extras(record),
            **_trace(),
        }
        if error := _error(record):
            told["exception"] = _described(error)
        return json.dumps(told, ensure_ascii=False)


def begin(*, verbose: bool) -> None:
    """Before the settings are known: text, and warnings only unless more is wanted."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(TextFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    if verbose:
        logging.getLogger(OWN).setLevel(logging.DEBUG)


def set_up(form: Format, level: Level) -> None:
    """As the settings say. Libraries are never heard below warning: they log addresses that are asked, and headers."""
    own, root, number = logging.getLogger(OWN), logging.getLogger(), logging.getLevelNamesMapping()[level.upper()]
    if number != logging.WARNING and own.level != logging.DEBUG:  # which is what -v asks for
        own.setLevel(number)
        root.setLevel(max(number, logging.WARNING))
    if form == "json":
        for handler in root.handlers:
            if type(handler) is logging.StreamHandler:  # the one from `begin`
                handler.setFormatter(JsonFormatter())
        lifecycle.setLevel(min(number, logging.INFO))
        _take_over_what_python_prints()


def as_json() -> bool:
    """Whether stderr is for machines."""
    return any(isinstance(handler.formatter, JsonFormatter) for handler in logging.getLogger().handlers)


def announce(sentence: str) -> None:
    """Tell whoever started the server."""
    if as_json():
        lifecycle.info("%s", sentence)
    else:
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201  (for the person who started it)


def _take_over_what_python_prints() -> None:
    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logger.critical("ended by an error", exc_info=(kind, error, trace))

    def uncaught_in_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value:
            uncaught(told.exc_type, told.exc_value, told.exc_traceback)

    def ignored(told: "sys.UnraisableHookArgs") -> None:
        logger.error("an error was ignored", exc_info=told.exc_value)

    def warned(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        del message, file, line
        logger.warning("%s at %s:%d", category.__name__, _short(filename), lineno)

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
    sys.unraisablehook = ignored
    warnings.showwarning = warned


def _message(record: logging.LogRecord) -> str:
    """What our own code says, in full; of a library's message what stands in its code, up to the first detail."""
    if record.name.split(".")[0] == OWN:
        return " ".join(record.getMessage().split())
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    return record.msg.strip().partition("\n")[0].partition(":")[0].partition("%")[0].strip()


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    """What our own code adds to a record, as `extra={"told": {…}}`."""
    told = getattr(record, "told", None)
    return told if isinstance(told, dict) and record.name.split(".")[0] == OWN else {}


def _trace() -> dict[str, str]:
    """The span at hand, where spans are made."""
    api = sys.modules.get("opentelemetry.trace")
    span = api.get_current_span().get_span_context() if api else None
    if span is None or not span.is_valid:
        return {}
    return {"trace_id": f"{span.trace_id:032x}", "span_id": f"{span.span_id:016x}"}


def _error(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def _described(error: BaseException, depth: int = 0) -> dict[str, Any]:
    """Its class and where it was raised, innermost first; then what it came from, and what it is a group of."""
    frames = [
        f"{_short(frame.f_code.co_filename)}:{line} in {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    told: dict[str, Any] = {"type": type(error).__qualname__, "stack": frames[: -_MOST_FRAMES - 1 : -1]}
    if depth < _MOST_NESTED:
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause:
            told["cause"] = _described(cause, depth + 1)
        if isinstance(error, BaseExceptionGroup):
            told["exceptions"] = [_described(each, depth + 1) for each in error.exceptions[:_MOST_NESTED]]
    return told


def _in_words(error: BaseException) -> str:
    told = _described(error)
    words = " < ".join([told["type"], *told["stack"]])
    return f"{words}, from {told['cause']['type']}" if "cause" in told else words


def _short(filename: str) -> str:
    return "/".join(PurePath(filename).parts[-2:])
