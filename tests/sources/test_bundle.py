from __future__ import annotations

import io
import struct
import zipfile

import pytest

from knowledge.sources import bundle
from knowledge.sources.bundle import BundleError, Packed


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return made.getvalue()


def test_what_is_packed_comes_back_and_is_the_same_bytes_every_time() -> None:
    files = [Packed("a.md", b"one"), Packed("b-\xc3\xa9.md", "zwei ¶".encode()), Packed("c.md", b"")]
    data = bundle.pack(files)
    assert bundle.unpack(data) == files
    assert bundle.pack(files) == data


def test_folders_and_what_a_mac_adds_are_left_out() -> None:
    data = zipped(("essays/", b""), ("essays/a.md", b"A"), ("__MACOSX/essays/._a.md", b"x"), ("essays/.DS_Store", b"y"))
    assert bundle.unpack(data) == [Packed("a.md", b"A")]


def test_a_name_that_points_elsewhere_is_only_a_name() -> None:
    assert bundle.unpack(zipped(("../../etc/passwd.md", b"A"))) == [Packed("passwd.md", b"A")]


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_the_number_of_files_is_limited(monkeypatch: pytest.MonkeyPatch, more: int) -> None:
    monkeypatch.setattr(bundle, "MOST_FILES", 5)
    data = zipped(*((f"{i}.md", b"x") for i in range(5 + more)))
    if more <= 0:
        assert len(bundle.unpack(data)) == 5 + more
    else:
        with pytest.raises(BundleError, match="holds 6 files, and at most 5 are taken: split it"):
            bundle.unpack(data)


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_the_size_of_all_files_is_limited(monkeypatch: pytest.MonkeyPatch, more: int) -> None:
    monkeypatch.setattr(bundle, "MOST_BYTES", 1000)
    data = zipped(("a.md", b"x" * 600), ("b.md", b"x" * (400 + more)))
    if more <= 0:
        assert sum(len(file.data) for file in bundle.unpack(data)) == 1000 + more
    else:
        with pytest.raises(BundleError, match="unpacked: split it"):
            bundle.unpack(data)


def test_a_bomb_is_not_unpacked() -> None:
    """A gigabyte of zeros is a megabyte packed; not more than the limit is unpacked of it."""
    data = zipped(("bomb.md", bytes(bundle.MOST_BYTES + 1)))
    assert len(data) < 100_000
    with pytest.raises(BundleError, match="more than 50 MB, unpacked"):
        bundle.unpack(data)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MOST_BYTES", 1000)
    data = bytearray(zipped(("bomb.md", b"\0" * 100_000)))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    with pytest.raises(BundleError):
        bundle.unpack(bytes(data))


def test_a_zip_that_needs_a_password_says_so() -> None:
    data = bytearray(zipped(("a.md", b"secret")))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(signature) + offset] |= 1
    with pytest.raises(BundleError, match="protected by a password"):
        bundle.unpack(bytes(data))


def test_an_unusual_method_is_refused() -> None:
    with pytest.raises(BundleError, match="unusual way"):
        bundle.unpack(zipped(("a.md", b"x" * 100), method=zipfile.ZIP_LZMA))


@pytest.mark.parametrize("cut", [0, 4, 30, -1])
def test_what_is_no_zip_is_said_to_be_damaged(cut: int) -> None:
    data = zipped(("a.md", b"some text"))
    with pytest.raises(BundleError, match="damaged: make it again"):
        bundle.unpack(data[:cut])


def test_a_zip_whose_content_was_changed_is_said_to_be_damaged() -> None:
    data = bytearray(zipped(("a.md", b"some text" * 50)))
    data[40:50] = bytes(10)
    with pytest.raises(BundleError, match="damaged"):
        bundle.unpack(bytes(data))
