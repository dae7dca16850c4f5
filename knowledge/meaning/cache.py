"""Vectors of a folder's sources in a file of the person's cache folder, so that they are made once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import numpy as np

from knowledge.meaning.kept import Kept, Texts

_TABLE = """CREATE TABLE IF NOT EXISTS vectors (
    model TEXT, digest BLOB, texts INTEGER, numbers BLOB, PRIMARY KEY (model, digest)) WITHOUT ROWID"""


class Cache:
    """A file of vectors, by model and digest. It may be lost at any time; where it cannot be used, it holds nothing."""

    def __init__(self, file: Path, identity: str) -> None:
        self._file, self._identity = file, identity

    def read(self, wanted: Mapping[bytes, Texts]) -> Kept:
        """Return those of some groups' vectors that are there."""
        query = "SELECT texts, numbers FROM vectors WHERE model = ? AND digest = ?"
        found: dict[bytes, tuple[int, bytes] | None] = {}
        try:
            with closing(self._open()) as connection:
                for digest in wanted:
                    found[digest] = connection.execute(query, (self._identity, digest)).fetchone()
        except (sqlite3.Error, OSError):
            return {}
        return {
            digest: np.frombuffer(row[1], dtype=np.int8).reshape(row[0], -1)
            for digest, row in found.items()
            if row is not None and row[0] == len(wanted[digest])
        }

    def write(self, made: Iterable[tuple[bytes, np.ndarray[tuple[int, ...], np.dtype[np.int8]]]]) -> None:
        """Keep some vectors."""
        rows = [(self._identity, digest, len(numbers), numbers.tobytes()) for digest, numbers in made]
        try:
            with closing(self._open()) as connection, connection:
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", rows)
        except (sqlite3.Error, OSError):
            return

    def _open(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._file, timeout=1)
        connection.execute(_TABLE)
        return connection
