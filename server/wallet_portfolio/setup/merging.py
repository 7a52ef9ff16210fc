"""Changes one member of a JSON text and leaves every other character of it as it is.

JSON with comments (JSONC) keeps its comments, its trailing commas and the order and layout of everything else. Text in,
text out: no I/O.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

_STRING = r'"(?:[^"\\]|\\.)*"'
_COMMENTS = re.compile(rf"{_STRING}|//[^\r\n]*|/\*.*?\*/", re.DOTALL)
_TRAILING_COMMAS = re.compile(rf"{_STRING}|,(?=\s*[}}\]])", re.DOTALL)
_SPACE = re.compile(r"[ \t\r\n]*")
_INDENT = re.compile(r"\n([ \t]*)\Z")
_DEFAULT_INDENT = "  "
_decode = json.JSONDecoder().raw_decode


class BrokenJson(ValueError):
    """The text cannot be changed without risk: it is not valid, or not of the expected shape. The message says why."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of an object: where its name starts, and where its value starts and ends."""

    name: str
    start: int
    value: int
    end: int


@dataclass(frozen=True, slots=True)
class _Object:
    """An object: where its braces are, and what is between them."""

    opening: int
    closing: int
    members: tuple[_Member, ...]

    def member(self, name: str) -> _Member | None:
        """The member of a name. Raises BrokenJson where there are two of it: readers differ in which one they take."""
        found = [member for member in self.members if member.name == name]
        if len(found) > 1:
            raise BrokenJson(f"“{name}” is in it twice")
        return found[0] if found else None


def read(text: str, *, comments: bool = False) -> dict[str, JsonValue]:
    """The object that a text holds; an empty one for a text of nothing but space.

    `comments` allows what JSONC does: comments and trailing commas. Raises BrokenJson.
    """
    try:
        value = json.loads(_Source.of(text, comments=comments).bare if text.strip() else "{}")
    except json.JSONDecodeError as error:
        raise BrokenJson(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except (ValueError, RecursionError):
        raise BrokenJson("a number or a nesting in it is out of bounds") from None
    if not isinstance(value, dict):
        raise BrokenJson("it does not hold an object")
    return value


def put(text: str, path: Sequence[str], value: JsonValue, *, comments: bool = False) -> str:
    """The text with a value under a path of names; objects that are missing on the way are made.

    Raises BrokenJson, also where something on the way is not an object.
    """
    before = read(text, comments=comments)
    source = _Source.of(text if text.strip() else "{}\n", comments=comments)
    here, member, depth = _follow(source, path)
    if member and depth + 1 < len(path):
        raise BrokenJson(f"“{path[depth]}” is not an object in it")
    for name in reversed(path[depth + 1 :]):
        value = {name: value}
    changed = _replaced(source, member, value) if member else _added(source, here, path[depth], value)
    return _checked(before, changed, path, comments=comments)


def remove(text: str, path: Sequence[str], *, comments: bool = False) -> str:
    """The text without what is under a path of names; the same text where nothing is. Raises BrokenJson."""
    before = read(text, comments=comments)
    if not text.strip():
        return text
    source = _Source.of(text, comments=comments)
    here, member, depth = _follow(source, path)
    if not member or depth + 1 < len(path):
        return text
    return _checked(before, _without(source, here, member), path, comments=comments)


def dump(value: JsonValue, indent: str = _DEFAULT_INDENT) -> str:
    """JSON as people write it."""
    return json.dumps(value, ensure_ascii=False, indent=indent)


@dataclass(frozen=True, slots=True)
class _Source:
    """A valid text, and the same with spaces in place of what plain JSON does not know: every position stays."""

    text: str
    uncommented: str
    bare: str  # without trailing commas, too

    @classmethod
    def of(cls, text: str, *, comments: bool) -> "_Source":
        """Read as JSONC where comments are allowed."""
        uncommented = _COMMENTS.sub(_blank, text) if comments else text
        return cls(text, uncommented, _TRAILING_COMMAS.sub(_blank, uncommented) if comments else text)

    def past_space(self, position: int) -> int:
        """Where the next thing starts."""
        found = _SPACE.match(self.bare, position)
        return found.end() if found else position

    def object_at(self, opening: int) -> _Object:
        """The object that starts at a position."""
        members = []
        position = self.past_space(opening + 1)
        while self.bare[position] != "}":
            start = self.past_space(position + 1) if self.bare[position] == "," else position
            name, end = _decode(self.bare, start)
            value = self.past_space(self.past_space(end) + 1)  # behind the colon
            _, end = _decode(self.bare, value)
            members.append(_Member(name, start, value, end))
            position = self.past_space(end)
        return _Object(opening, position, tuple(members))

    @property
    def root(self) -> _Object:
        """The outermost object."""
        return self.object_at(self.past_space(0))


def _blank(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith('"') else re.sub(r"[^\r\n]", " ", found[0])


def _follow(source: _Source, path: Sequence[str]) -> tuple[_Object, _Member | None, int]:
    """As far down the path as objects lead: the last object, its member of the next name, and how far that is."""
    here, depth = source.root, 0
    while (member := here.member(path[depth])) and depth + 1 < len(path) and source.bare[member.value] == "{":
        here, depth = source.object_at(member.value), depth + 1
    return here, member, depth


def _replaced(source: _Source, member: _Member, value: JsonValue) -> str:
    layout = _Layout.of(source)
    written = layout.write(value, layout.indent_at(member.start))
    return source.text[: member.value] + written + source.text[member.end :]


def _added(source: _Source, here: _Object, name: str, value: JsonValue) -> str:
    """The text with one more member, after the others and whatever is said about them."""
    text, layout = source.text, _Layout.of(source)
    last = here.members[-1].end if here.members else here.opening + 1
    after = last + len(text[last : here.closing].rstrip())  # behind comments and a trailing comma
    comma = "," if here.members and "," not in source.uncommented[last : here.closing] else ""
    head, tail = text[:last] + comma + text[last:after], text[after:]
    label = json.dumps(name, ensure_ascii=False) + layout.colon
    own_lines = "\n" in text[here.opening : here.members[0].start] if here.members else layout.lines
    if not own_lines and not source.uncommented[after - 1].isspace():
        return head + (layout.gap if here.members else "") + label + layout.write(value, None) + tail
    outer = layout.indent_at(here.opening)
    indent = layout.indent_at(here.members[0].start) if here.members else outer + layout.unit
    if "\n" not in text[after : here.closing]:
        tail = layout.newline + outer + text[here.closing :]
    return head + layout.newline + indent + label + layout.write(value, indent) + tail


def _without(source: _Source, here: _Object, member: _Member) -> str:
    """The text without a member, the space before it and one comma. Comments before and behind it stay."""
    text, index = source.text, here.members.index(member)
    start = len(text[: member.start].rstrip())
    comma = source.uncommented.find(",", member.end, here.closing)
    following = here.members[index + 1].start if index + 1 < len(here.members) else here.closing
    end = comma + 1 if 0 <= comma < following else member.end
    if source.uncommented[start - 1].isspace() and not text[end:].lstrip(" \t").startswith(("\n", "\r")):
        start = member.start  # what follows must not end up in the comment before
    if following != here.closing or index == 0:
        inside = text[here.opening + 1 : start] + text[end : here.closing]
        kept = inside if inside.strip() else ""
        return text[: here.opening + 1] + kept + text[here.closing :]
    before = source.bare.index(",", here.members[index - 1].end)
    return text[:before] + text[before + 1 : start] + text[end:]


def _checked(before: dict[str, JsonValue], changed: str, path: Sequence[str], *, comments: bool) -> str:
    """The changed text, if nothing but the one member differs: no key may get lost. Raises BrokenJson."""
    if _others(before, path) != _others(read(changed, comments=comments), path):
        raise BrokenJson("its layout is one that cannot be changed safely")
    return changed


def _others(value: JsonValue, path: Sequence[str]) -> object:
    """Everything but what is under the path, in order; an object that is empty without it counts as missing."""
    if not isinstance(value, dict):
        return value
    name, *rest = path
    kept: list[tuple[str, object]] = []
    for key, inner in value.items():
        if key != name:
            kept.append((key, _ordered(inner)))
        elif rest and (others := _others(inner, rest)):
            kept.append((key, others))
    return kept


def _ordered(value: JsonValue) -> object:
    if isinstance(value, dict):
        return [(key, _ordered(inner)) for key, inner in value.items()]
    return [_ordered(inner) for inner in value] if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a text is laid out: its line ends, its indentation, or that it is all on one line."""

    text: str
    newline: str
    unit: str
    lines: bool

    @classmethod
    def of(cls, source: _Source) -> "_Layout":
        """What the outermost object shows."""
        text, root = source.text, source.root
        found = _INDENT.search(text[: root.members[0].start]) if root.members else None
        lines = "\n" in text[root.opening : root.closing] or not root.members
        newline = "\r\n" if "\r\n" in text else "\n"
        return cls(text, newline, (found and found[1]) or _DEFAULT_INDENT, lines)

    @property
    def gap(self) -> str:
        """Between a comma and the next member on one line."""
        return " " if self.lines or ", " in self.text else ""

    @property
    def colon(self) -> str:
        """Between a name and its value."""
        return ": " if self.lines or ": " in self.text else ":"

    def indent_at(self, position: int) -> str:
        """The indentation of the line that a position is on."""
        line = self.text[self.text.rfind("\n", 0, position) + 1 : position]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def write(self, value: JsonValue, indent: str | None) -> str:
        """A value over several lines behind an indentation; on one line where there is none or the text is one."""
        if indent is None or not self.lines:
            return json.dumps(value, ensure_ascii=False, separators=(f",{self.gap}", self.colon))
        return dump(value, self.unit).replace("\n", self.newline + indent)
