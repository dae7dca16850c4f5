"""Vectors that were made once and are kept: by the digest of their texts, whatever they were made for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from knowledge.meaning.encoder import Encoder
from knowledge.meaning.vectors import Bytes, shrink

Texts = tuple[str, ...]
"""Texts that belong together and are kept together: the sentences of a passage, the questions noted for a sentence."""
Kept = Mapping[bytes, Bytes]
"""The vectors of some groups of texts, by ``digest`` (shapes: texts by dimensions)."""


def digest(texts: Sequence[str]) -> bytes:
    """Return 16 bytes that stand for some texts in their order."""
    return hashlib.blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def make(encoder: Encoder, groups: Iterable[Texts]) -> Iterator[tuple[bytes, Bytes]]:
    """Yield the digest and the vectors of each group, one by one, for this takes long; raises ModelError."""
    for texts in groups:
        yield digest(texts), shrink(encoder.encode(texts))


def write(path: Path, identity: str, kept: Kept) -> None:
    """Write vectors of one model into a file; raises OSError."""
    digests = sorted(kept)
    rows = [kept[one] for one in digests]
    np.savez(
        path,
        identity=np.array(identity),
        digests=np.array([list(one) for one in digests], dtype=np.uint8),
        sizes=np.array([len(one) for one in rows]),
        rows=np.concatenate(rows),
    )


def read(path: Path, identity: str) -> dict[bytes, Bytes]:
    """Return the vectors of a file, none where they are another model's."""
    with np.load(path) as file:
        if str(file["identity"]) != identity:
            return {}
        digests = [one.tobytes() for one in file["digests"]]
        return dict(zip(digests, np.split(file["rows"], np.cumsum(file["sizes"])[:-1]), strict=True))
