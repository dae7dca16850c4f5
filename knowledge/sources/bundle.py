"""Many source files as one .zip: what an export hands out and an import takes back."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

from knowledge.errors import KnowledgeError

MEGABYTE = 1024 * 1024
MOST_FILES = 2_000
"""How many files are taken out of one .zip."""
MOST_BYTES = 50 * MEGABYTE
"""How large they may be together, unpacked."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file, the earliest that a .zip knows: the same library is the same bytes."""
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""What is unpacked: the other methods are rare, and can need far more memory than they give bytes."""
_ENCRYPTED = 0x1


class BundleError(KnowledgeError):
    """A .zip that cannot be used."""


class Packed(NamedTuple):
    """A file in a .zip, its folders left out of its name."""

    name: str
    data: bytes


def pack(files: Iterable[Packed]) -> bytes:
    """Return a .zip of some files; the same files in the same order give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.data)
    return packed.getvalue()


def unpack(data: bytes) -> list[Packed]:
    """Return the files of a .zip, without those that computers put beside them; raises BundleError.

    Not more is unpacked than may be, whatever the .zip says about itself.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_furniture(entry)]
            if len(entries) > MOST_FILES:
                raise BundleError(f"The .zip holds {len(entries)} files, and at most {MOST_FILES} are taken: split it.")
            files: list[Packed] = []
            room = MOST_BYTES
            for entry in entries:
                files.append(Packed(PurePosixPath(entry.filename).name, _content(archive, entry, room)))
                room -= len(files[-1].data)
            return files
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise BundleError("The .zip is damaged: make it again.") from None


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    if entry.flag_bits & _ENCRYPTED:
        raise BundleError("The .zip is protected by a password: make one without.")
    if entry.compress_type not in _METHODS:
        raise BundleError("The .zip is packed in an unusual way: make it again with your computer's own tool.")
    with archive.open(entry) as file:
        content = file.read(room + 1)
    if len(content) > room:
        raise BundleError(f"The .zip holds more than {MOST_BYTES // MEGABYTE} MB, unpacked: split it.")
    return content


def _is_furniture(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    return "__MACOSX" in path.parts or path.name.startswith(".")
