"""An index on disk, so that a restart does not read all texts again.

A file is NumPy's ``.npz`` without compression and without pickled objects. It says which state of a library
it was made of (the stamp); one of another state, of another format or a damaged one is refused, and the
caller indexes the texts afresh.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from knowledge.search.codes import PairCodes
from knowledge.search.postings import Segment
from knowledge.search.ranking import Bm25Index, Vocabulary

FORMAT = 1


class UnusableIndexError(Exception):
    """A saved index is damaged, or of another format or state than the one asked for."""


def save(path: Path, vocabulary: Vocabulary, index: Bm25Index, stamp: str = "") -> None:
    """Write an index with its vocabulary; a reader sees the old file or the new one, never a part."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            _write(file, vocabulary, index, stamp)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def load(path: Path, stamp: str = "") -> tuple[Vocabulary, Bm25Index]:
    """Read an index with its vocabulary; raises UnusableIndexError, or OSError where there is no file."""
    with path.open("rb") as file:
        return _read(file, stamp)


def dumps(vocabulary: Vocabulary, index: Bm25Index, stamp: str = "") -> bytes:
    """Return what ``save`` writes."""
    file = io.BytesIO()
    _write(file, vocabulary, index, stamp)
    return file.getvalue()


def loads(data: bytes, stamp: str = "") -> tuple[Vocabulary, Bm25Index]:
    """Read what ``dumps`` returned; raises UnusableIndexError."""
    return _read(io.BytesIO(data), stamp)


def _write(file: BinaryIO, vocabulary: Vocabulary, index: Bm25Index, stamp: str) -> None:
    sizes = [-1 if packed is None else len(packed) for packed in index.documents]
    head = {
        "format": FORMAT,
        "stamp": stamp,
        "k1": index.codes.k1,
        "b": index.codes.b,
        "segments": len(index.segments),
        "documents": index.statistics.documents,
        "length": index.statistics.length,
        "terms": list(vocabulary),
    }
    arrays: dict[str, Any] = {
        "head": np.frombuffer(json.dumps(head).encode(), dtype=np.uint8),
        "pairs": np.array(index.codes.pairs, dtype=np.int64),
        "lengths": np.array(index.lengths, dtype=np.int64),
        "sizes": np.array(sizes, dtype=np.int64),
        "packed": np.frombuffer(b"".join(filter(None, index.documents)), dtype=np.uint8),
    }
    for number, segment in enumerate(index.segments):
        arrays |= zip((f"places{number}", f"codes{number}", f"count{number}"), segment.arrays(), strict=True)
    np.savez(file, **arrays)


def _read(file: BinaryIO, stamp: str) -> tuple[Vocabulary, Bm25Index]:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            head = json.loads(arrays["head"].tobytes())
            if (head["format"], head["stamp"]) != (FORMAT, stamp):
                raise UnusableIndexError("the saved index is of another format or state")
            index = Bm25Index()
            index.codes = PairCodes(arrays["pairs"].tolist(), head["k1"], head["b"])
            index.lengths = arrays["lengths"].tolist()
            index.documents = _cut(arrays["packed"].tobytes(), arrays["sizes"].tolist())
            frequency = np.zeros(0, dtype=np.int64)
            for number in range(head["segments"]):
                count = arrays[f"count{number}"]
                index.segments.append(Segment.of(arrays[f"places{number}"], arrays[f"codes{number}"], count))
                more = max(count.size - frequency.size, 0)
                frequency = np.pad(frequency, (0, more))
                frequency[: count.size] += count
            index.statistics.count_many(head["documents"], head["length"], frequency)
            return Vocabulary(head["terms"]), index
    except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise UnusableIndexError("the saved index is damaged") from error


def _cut(data: bytes, sizes: list[int]) -> list[bytes | None]:
    pieces: list[bytes | None] = []
    end = 0
    for size in sizes:
        start, end = end, end + max(size, 0)
        pieces.append(None if size < 0 else data[start:end])
    return pieces
