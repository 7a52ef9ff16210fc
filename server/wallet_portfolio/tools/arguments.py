"""Says in plain words what is wrong with arguments. What was passed is not repeated: it may be a secret."""

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from wallet_portfolio.assets.phrases import phrase, say
from wallet_portfolio.assets.series import listed

_SENTENCES = {
    "missing": phrase("{name} is needed."),
    "greater_than_equal": phrase("{name} has to be at least {ge}."),
    "less_than_equal": phrase("{name} has to be at most {le}."),
    "too_short": phrase("{name} needs at least {min_length}."),
    "too_long": phrase("{name} takes at most {max_length}."),
    "string_too_short": phrase("{name} is needed."),
    "string_too_long": phrase("{name} takes at most {max_length} characters."),
    "literal_error": phrase("{name} has to be {expected}."),
    "int_parsing": phrase("{name} has to be a whole number."),
    "int_type": phrase("{name} has to be a whole number."),
    "int_from_float": phrase("{name} has to be a whole number."),
    "bool_parsing": phrase("{name} has to be true or false."),
    "bool_type": phrase("{name} has to be true or false."),
    "list_type": phrase("{name} has to be a list of texts."),
    "string_type": phrase("{name} has to be text."),
}
_NOT_RIGHT = phrase("{name} is not right.")


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """A sentence for each thing that is wrong."""
    return " ".join(dict.fromkeys(_sentence(details, model) for details in error.errors(include_url=False)))


def _sentence(details: ErrorDetails, model: type[BaseModel]) -> str:
    name = str(details["loc"][0]) if details["loc"] else say("This question")
    if details["type"] == "extra_forbidden":
        return _unknown(name, list(model.model_fields))
    context = {key: value for key, value in details.get("ctx", {}).items() if key not in {"name", "error"}}
    return str(_SENTENCES.get(details["type"], _NOT_RIGHT).with_values(name=name, **context))


def _unknown(name: str, known: list[str]) -> str:
    if close := process.extractOne(name, known, score_cutoff=60):
        return say("One of the arguments is not known here. Did you mean {closest}?", closest=close[0])
    return say("One of the arguments is not known here. There are: {names}.", names=listed(known))
