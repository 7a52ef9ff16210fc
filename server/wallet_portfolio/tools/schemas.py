"""The JSON schemas of the tools as they are published.

A client lists every tool before the first question, and a model pays for each word of it. So arguments are told in full
but for what no one gets wrong, and answers by the names of all their fields, with a type where it is a single one. What
is left out holds all the same: arguments and answers are checked against the full models.
"""

from functools import cache
from typing import Any

from pydantic import BaseModel

from wallet_portfolio.tools.answers import Answer

Schema = dict[str, Any]

_TOLD_OF_AN_ARGUMENT = ("type", "items", "enum", "maximum", "default", "description")


@cache  # pydantic takes a while
def of_arguments(model: type[BaseModel]) -> Schema:
    """What a tool takes, as JSON schema: types, values to choose from, the most there may be of a number, defaults."""
    full = model.model_json_schema()
    return {
        "type": "object",
        "properties": {name: _argument(schema) for name, schema in full["properties"].items()},
        **_only(("required", "additionalProperties"), full),
    }


@cache
def of_answer(model: type[Answer]) -> Schema:
    """What a tool answers, as JSON schema: every field, since none is ever left out, and the type of most.

    Fields without a schema of their own are allowed in words, or clients that build a type of it would drop them.
    """
    fields = model.model_json_schema()["properties"]
    told = {name: _field(fields[name]) for name in fields if name not in Answer.model_fields}
    return {
        "type": "object",
        "properties": {
            "status": _only(("enum",), fields["status"]),
            "summary": _only(("type",), fields["summary"]),
            **{name: schema for name, schema in told.items() if schema},
        },
        "required": list(fields),
        "additionalProperties": True,
    }


def _argument(schema: Schema) -> Schema:
    """Lists are of plain text; text or null is an alternative, which more clients can read than a list of types."""
    told = _only(_TOLD_OF_AN_ARGUMENT, schema)
    if "items" in schema:
        told["items"] = _only(("type",), schema["items"])
    if "anyOf" in schema:
        told = {"anyOf": [_only(("type",), choice) for choice in schema["anyOf"]], **told}
    return told


def _field(schema: Schema) -> Schema:
    """Its type, or what it can be; nothing where that takes more words than it is worth, as with "text or null"."""
    values = [value for choice in schema.get("anyOf", []) for value in choice.get("enum", [])]
    return {"enum": [*values, None]} if values else _only(("type",), schema)


def _only(keys: tuple[str, ...], schema: Schema) -> Schema:
    return {key: schema[key] for key in keys if key in schema}
