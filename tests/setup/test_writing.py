"""Files of other programs are kept, written in one step, and left alone where that is safer."""

import pytest

from wallet_portfolio.setup.writing import SetupFailed, copies_of, keep_copy, read_file, write_file


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mcp.json"


def mode(path):
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("permissions", [0o600, 0o640, 0o644])
def test_permissions_stay_in_the_file_and_its_copy(path, permissions):
    path.write_text("old")
    path.chmod(permissions)
    file = read_file(path)
    copy = keep_copy(file)
    write_file(file, "new")
    assert (path.read_text(), mode(path)) == ("new", permissions)
    assert (copy.read_text(), mode(copy)) == ("old", permissions)
    assert sorted(path.parent.iterdir()) == [path, copy]


def test_a_new_file_is_for_its_owner_only_and_its_folder_is_made(tmp_path):
    path = tmp_path / "a" / "b" / "mcp.json"
    file = read_file(path)
    assert (file.text, keep_copy(file)) == (None, None)
    write_file(file, "{}")
    assert mode(path) == 0o600


@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_followed_and_stays_one(path, tmp_path, there):
    target = tmp_path / "dotfiles" / "cursor.json"
    if there:
        target.parent.mkdir()
        target.write_text("{}")
    path.symlink_to(target)
    write_file(read_file(path), "new")
    assert path.is_symlink()
    assert target.read_text() == "new"


def test_a_byte_order_mark_and_line_ends_stay(path):
    path.write_bytes(b"\xef\xbb\xbf{}\r\n")
    file = read_file(path)
    assert file.text == "{}\r\n"
    copy = keep_copy(file)
    write_file(file, file.text + "\r\n")
    assert path.read_bytes() == b"\xef\xbb\xbf{}\r\n\r\n"
    assert copy.read_bytes() == b"\xef\xbb\xbf{}\r\n"


def test_no_copy_replaces_another_and_the_newest_comes_first(path):
    path.write_text("1")
    copies = []
    for text in "23":
        copies.append(keep_copy(read_file(path)))
        path.write_text(text)
    assert list(copies_of(path)) == copies[::-1]
    assert [copy.read_text() for copy in copies] == ["1", "2"]


def test_a_read_only_file_is_left_alone(path):
    path.write_text("mine")
    path.chmod(0o444)
    with pytest.raises(SetupFailed, match="read-only"):
        write_file(read_file(path), "new")
    assert path.read_text() == "mine"


def test_a_file_that_has_changed_in_the_meantime_is_left_alone(path):
    path.write_text("old")
    file = read_file(path)
    path.write_text("newer")
    with pytest.raises(SetupFailed, match="meantime"):
        write_file(file, "ours")
    assert path.read_text() == "newer"
    assert [*path.parent.iterdir()] == [path]


def a_folder(path):
    path.mkdir()


def a_loop(path):
    path.symlink_to(path)


def other_text(path):
    path.write_bytes("{}".encode("utf-16"))


@pytest.mark.parametrize("make", [a_folder, a_loop, other_text])
def test_what_is_no_text_file_is_said(path, make):
    make(path)
    with pytest.raises(SetupFailed, match=r"mcp\.json"):
        read_file(path)


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "a").write_text("a file")
    file = read_file(tmp_path / "b" / "mcp.json")
    (tmp_path / "b").write_text("a file")
    with pytest.raises(SetupFailed, match="cannot be written"):
        write_file(file, "{}")
