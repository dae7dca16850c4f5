"""An index of passages as bytes, so that no text is split and tokenised again after a restart.

The bytes are a file of plain arrays (``numpy.savez``) behind a check sum of it and of its identity, that is, of what it
was made by. A change of the format, of how texts are read or of which words count as one makes another identity, and
then all texts are read anew, as they are where the bytes are damaged or are no such file at all.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from knowledge import bm25, language
from knowledge.bm25.ranking import TUNED_K1, Bm25Index, Vocabulary
from knowledge.language.terms import Analyzer
from knowledge.language.thesaurus import Thesaurus
from knowledge.search.claims import Claimable, Claims
from knowledge.search.columns import Ragged, Rows
from knowledge.search.passages import PassageIndex
from knowledge.search.wordlist import Wordlist

Arrays = Mapping[str, NDArray[Any]]
_LEAST, _SHARE = 100, 0.1
"""An index is worth saving where it read so many texts since, and so large a share of all it has."""
_CHECK_SUM = 32
"""Bytes of the check sum."""
_MODULES = ("claims", "columns", "passages", "saved", "wordlist")
"""The modules of this package that say how a text is read and kept, beside all of two other packages."""
_RAGGED = ("units", "windows", "terms", "words")


def _readers() -> str:
    """Return what stands for the code, the word lists and the packages by which texts are read and kept."""
    made = blake2b(digest_size=16)
    folders = [Path(*package.__path__) for package in (language, bm25)]
    files = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    for path in (*files, *(Path(__file__).with_stem(module) for module in _MODULES)):
        made.update(path.read_bytes())
    for package in ("pystemmer", "regex", "syntok"):
        made.update(version(package).encode())
    made.update(f"{unicodedata.unidata_version} {sys.byteorder}".encode())
    return made.hexdigest()


_READERS = _readers()  # now, and not later: the files of a running process may be replaced


class Snapshot(NamedTuple):
    """An index at one moment: what it holds may change while the snapshot is written."""

    identity: str
    texts: Sequence[dict[int, str]]
    """The texts of each source by slot."""
    arrays: Arrays
    vocabulary: Sequence[str]
    words: Sequence[str]


def worth(index: PassageIndex) -> bool:
    """Tell whether enough was read since an index was saved."""
    return index.unsaved >= max(_LEAST, _SHARE * len(index.ranking))


def snapshot(index: PassageIndex, texts: Iterable[dict[int, str]]) -> Snapshot:
    """Return what is written of an index as it is now; ``texts`` are those of each source by slot."""
    vocabulary = list(index.vocabulary)
    statistics = index.statistics
    arrays: dict[str, NDArray[Any]] = {
        "counted": np.array([statistics.documents, statistics.length]),
        "frequency": np.array([statistics.frequency(term) for term in range(len(vocabulary))], dtype=np.int64),
        **{f"ranking.{name}": array for name, array in index.ranking.state().items()},
    }
    for name, ragged in zip(_RAGGED, (index.units, index.windows, index.terms, index.words.texts), strict=True):
        rows, arrays[f"{name}.sizes"] = ragged.state()
        arrays[f"{name}.rows"] = rows.astype(np.min_scalar_type(rows.max(initial=0)))
    index.unsaved = 0
    return Snapshot(identity(index.analyzer.thesaurus), list(texts), arrays, vocabulary, list(index.words.words))


def dump(taken: Snapshot) -> bytes:
    """Return a snapshot as bytes."""
    claimable = Claimable.of(taken.texts)
    buffer = BytesIO()
    np.savez(
        buffer,
        vocabulary=_lines(taken.vocabulary),
        written=_lines(taken.words),
        **claimable._asdict(),
        **cast("dict[str, Any]", taken.arrays),
    )
    data = buffer.getbuffer()
    return _check_sum(data, taken.identity) + data


def load(data: bytes, analyzer: Analyzer) -> PassageIndex | None:
    """Return a saved index; None where the bytes are damaged, or were made by anything else than an index is now."""
    file = memoryview(data)[_CHECK_SUM:]
    if data[:_CHECK_SUM] != _check_sum(file, identity(analyzer.thesaurus)):
        return None
    opened = BytesIO(data)  # which copies no bytes, as it would those of a part
    opened.seek(_CHECK_SUM)
    try:
        with np.load(opened, allow_pickle=False) as arrays:
            return _restored(dict(arrays), analyzer)
    except (KeyError, ValueError):
        return None


def _restored(arrays: Arrays, analyzer: Analyzer) -> PassageIndex:
    index = PassageIndex(analyzer)
    terms = _words(arrays["vocabulary"])
    index.vocabulary = Vocabulary(terms)
    prefix = "ranking."
    ranking = {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
    index.ranking = Bm25Index.restored(ranking, TUNED_K1)
    documents, length = arrays["counted"].tolist()
    index.statistics.count_many(documents, length, arrays["frequency"])
    units, windows, terms_of, words = ((_wide(arrays[f"{name}.rows"]), arrays[f"{name}.sizes"]) for name in _RAGGED)
    index.units, index.windows = Ragged.restored(*units), Ragged.restored(*windows)
    index.terms, index.words = Ragged.restored(*terms_of), Wordlist.restored(_words(arrays["written"]), *words)
    claimable = Claimable(*(arrays[name] for name in Claimable._fields))
    index.claims = Claims(claimable)
    ragged = index.units, index.windows, index.terms, index.words.texts
    counts = {len(index.ranking), *map(len, ragged)}
    if len(counts) > 1 or claimable.slots.max(initial=-1) >= min(counts) or arrays["frequency"].size != len(terms):
        raise ValueError("the columns are not of the same passages")
    return index


def identity(thesaurus: Thesaurus) -> str:
    """Return what an index is made by: how texts are read here, and which words count as one."""
    return blake2b(f"{_READERS} {thesaurus.model_dump_json()}".encode(), digest_size=16).hexdigest()


def _check_sum(file: memoryview, of: str) -> bytes:
    return blake2b(file, digest_size=_CHECK_SUM, key=of.encode()).digest()


def _wide(rows: NDArray[Any]) -> Rows:
    """Return rows as an index has them; they are saved in as few bytes as they need."""
    return rows.astype(np.int32)


def _lines(texts: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _words(lines: NDArray[np.uint8]) -> list[str]:
    text = lines.tobytes().decode("utf-8", "surrogatepass")
    return text.split("\n") if text else []
