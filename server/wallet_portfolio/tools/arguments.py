"""Says in plain words what is wrong with arguments. What was passed is not repeated: it may be a secret."""

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

_SENTENCES = {
    "missing": "{name} is needed.",
    "greater_than_equal": "{name} has to be at least {ge}.",
    "less_than_equal": "{name} has to be at most {le}.",
    "too_short": "{name} needs at least {min_length}.",
    "too_long": "{name} takes at most {max_length}.",
    "string_too_short": "{name} is needed.",
    "string_too_long": "{name} takes at most {max_length} characters.",
    "literal_error": "{name} has to be {expected}.",
    "int_parsing": "{name} has to be a whole number.",
    "int_type": "{name} has to be a whole number.",
    "int_from_float": "{name} has to be a whole number.",
    "bool_parsing": "{name} has to be true or false.",
    "bool_type": "{name} has to be true or false.",
    "list_type": "{name} has to be a list of texts.",
    "string_type": "{name} has to be text.",
}


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """A sentence for each thing that is wrong."""
    return " ".join(dict.fromkeys(_sentence(details, model) for details in error.errors(include_url=False)))


def _sentence(details: ErrorDetails, model: type[BaseModel]) -> str:
    name = str(details["loc"][0]) if details["loc"] else "This question"
    if details["type"] == "extra_forbidden":
        return _unknown(name, list(model.model_fields))
    context = {key: value for key, value in details.get("ctx", {}).items() if key not in {"name", "error"}}
    return _SENTENCES.get(details["type"], "{name} is not right.").format(name=name, **context)


def _unknown(name: str, known: list[str]) -> str:
    close = process.extractOne(name, known, score_cutoff=60)
    hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(known)}."
    return f"One of the arguments is not known here. {hint}"
