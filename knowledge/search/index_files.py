"""Saved indexes of folders of sources in the person's cache folder, so that a folder's texts are read once."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from platformdirs import user_cache_path

_MOST = 16
"""How many indexes are kept, those written last."""


class IndexFile:
    """The file of a folder's index. It may be lost at any time; where it cannot be used, there is none."""

    def __init__(self, folder: Path) -> None:
        name = blake2b(str(folder.absolute()).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
        self._file = user_cache_path("counterpoint") / "indexes" / f"{name}.index"

    def read(self) -> bytes | None:
        """Return the index, None where there is none."""
        try:
            return self._file.read_bytes()
        except OSError:
            return None

    def write(self, data: bytes) -> None:
        """Put an index in the place of the one there was, and remove the oldest of too many other folders' indexes."""
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new = self._file.with_suffix(f".{os.getpid()}")
            new.write_bytes(data)
            new.replace(self._file)  # a reader sees the old one or the new one, as a whole
            files = sorted(self._file.parent.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
            for file in files[_MOST:]:
                file.unlink(missing_ok=True)
