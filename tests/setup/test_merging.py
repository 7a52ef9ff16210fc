"""One member changes, and every other character stays."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet_portfolio.setup.merging import BrokenJson, put, read, remove

OURS = ("mcpServers", "ours")
ENTRY = {"command": "x", "args": ["serve"]}
COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|(//[^\r\n]*|/\*.*?\*/)', re.DOTALL)


def comments(text):
    return [found[1] for found in COMMENT.finditer(text) if found[1]]


def test_an_entry_is_added_after_the_others_in_the_layout_of_the_file():
    before = '{\n    "theme": "dark",\n    "mcpServers": {\n        "a": {"command": "a"}\n    },\n    "z": 1.0\n}\n'
    assert put(before, OURS, {"command": "x"}) == (
        '{\n    "theme": "dark",\n    "mcpServers": {\n        "a": {"command": "a"},\n'
        '        "ours": {\n            "command": "x"\n        }\n    },\n    "z": 1.0\n}\n'
    )


def test_a_file_on_one_line_stays_on_one_line():
    assert put('{"mcpServers":{"a":{}}}', OURS, ENTRY) == (
        '{"mcpServers":{"a":{},"ours":{"command":"x","args":["serve"]}}}'
    )


def test_tabs_and_line_ends_of_windows_stay():
    before = '{\r\n\t"mcpServers": {\r\n\t}\r\n}\r\n'
    assert put(before, OURS, {"command": "x"}) == (
        '{\r\n\t"mcpServers": {\r\n\t\t"ours": {\r\n\t\t\t"command": "x"\r\n\t\t}\r\n\t}\r\n}\r\n'
    )


@pytest.mark.parametrize("before", ["", " \n", "{}\n"])
def test_an_empty_file_gets_everything(before):
    assert put(before, OURS, {"command": "x"}).split() == [
        "{", '"mcpServers":', "{", '"ours":', "{", '"command":', '"x"', "}", "}", "}",
    ]  # fmt: skip


WITH_COMMENTS = """{
  // all my servers, "quoted" and with a comma,
  "inputs": [ 1, 2, ],
  "mcpServers": {
    "a": { "url": "https://example.com/mcp" }, // about a
    /* switched off:
    "b": {} */
  },
}
"""


def test_comments_and_trailing_commas_stay_where_they_are():
    after = put(WITH_COMMENTS, OURS, {"command": "x"}, comments=True)
    assert after == WITH_COMMENTS.replace('"b": {} */\n', '"b": {} */\n    "ours": {\n      "command": "x"\n    }\n')
    assert remove(after, OURS, comments=True) == WITH_COMMENTS.replace("}, // about a", "} // about a")


def test_a_comment_behind_the_last_one_stays_with_it():
    before = '{\n  "mcpServers": {\n    "a": {} // about a\n  }\n}\n'
    after = put(before, OURS, 1, comments=True)
    assert after == '{\n  "mcpServers": {\n    "a": {}, // about a\n    "ours": 1\n  }\n}\n'
    assert remove(after, OURS, comments=True) == before


def test_only_what_differs_in_an_entry_is_written_anew():
    before = '{"mcpServers": {"ours": {/* mine */ "command": "old", "disabled": true}}}'
    assert put(before, (*OURS, "command"), "new", comments=True) == before.replace("old", "new")


@pytest.mark.parametrize("at", [0, 1, 2])
def test_an_entry_is_taken_out_wherever_it_is(at):
    servers = {f"s{index}": {"n": index} for index in range(2)}
    names = [*servers]
    names.insert(at, "ours")
    before = json.dumps({"mcpServers": {name: servers.get(name, ENTRY) for name in names}, "z": 1}, indent=2)
    assert remove(before, OURS) == json.dumps({"mcpServers": servers, "z": 1}, indent=2)


def test_the_only_entry_leaves_an_empty_object():
    assert remove('{"mcpServers": {\n "ours": {}\n}}', OURS) == '{"mcpServers": {}}'


@pytest.mark.parametrize("text", ["{}", '{"mcpServers": {"a": 1}}', '{"mcpServers": [1]}', ""])
def test_nothing_to_take_out_changes_nothing(text):
    assert remove(text, OURS) == text


@pytest.mark.parametrize(
    "text",
    ["{", '{"a": }', "[]", "null", '{"a": 1} x', "{'a': 1}", '{"a": 1,}', "{} // no", '{"mcpServers": [1]}',
     '{"mcpServers": {}, "mcpServers": {}}', "[" * 100_000, '{"a": ' + "1" * 5_000 + "}", '{"a": "\n"}'],
)  # fmt: skip
def test_what_cannot_be_changed_safely_is_refused(text):
    with pytest.raises(BrokenJson):
        put(text, OURS, ENTRY)


def test_a_broken_place_is_named():
    with pytest.raises(BrokenJson, match="line 2, column 8"):
        read('{\n  "a": }')


names = st.text(st.sampled_from('ab"\\/*,{}\n é'), max_size=4)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)
noise = st.sampled_from(["", "", "", " ", "\n", "/* c, } */", "// l, {\n", "\t// “x”\r\n"])


@st.composite
def texts(draw, *, comments):
    document = draw(st.dictionaries(names, values, max_size=3))
    if draw(st.booleans()):
        document["mcpServers"] = draw(st.dictionaries(names, values, max_size=3))
    text = json.dumps(document, indent=draw(st.sampled_from([None, 2, "\t"])), ensure_ascii=draw(st.booleans()))
    if not comments:
        return document, text
    tokens = re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^"\[\]{},:\s]+|\s+', text)
    said, last = [], ""
    for token in tokens:
        if token in "]}" and last not in "[{" and draw(st.booleans()):
            said.append(",")
        said += [token, draw(noise)]
        last = token.strip() or last
    return document, "".join(said)


@pytest.mark.parametrize("allowed", [False, True], ids=["JSON", "JSONC"])
@given(data=st.data())
def test_nothing_else_changes_in_any_text(allowed, data):
    document, before = data.draw(texts(comments=allowed))
    after = put(before, OURS, ENTRY, comments=allowed)
    servers = document.get("mcpServers", {})
    expected = {**document, "mcpServers": {**servers, "ours": ENTRY}}
    assert json.dumps(read(after, comments=allowed)) == json.dumps(expected)
    back = remove(after, OURS, comments=allowed)
    assert json.dumps(read(back, comments=allowed)) == json.dumps({**document, "mcpServers": servers})
    assert comments(after) == comments(back) == comments(before)
    if not allowed and servers:
        assert back == before
