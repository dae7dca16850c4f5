"""Files of the fixed source format as people hand them in: alone, or many in one .zip as an export gives them out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

from knowledge.errors import KnowledgeError
from knowledge.intake import limits, marked
from knowledge.intake.errors import IntakeError
from knowledge.intake.reading import Upload
from knowledge.model import Source
from knowledge.sources import bundle, markdown
from knowledge.sources.bundle import Packed

ZIP, MARKDOWN = ".zip", ".md"
_REQUIRED = ("id", "title", "author")


class Unusable(NamedTuple):
    """A file that holds no source, and why."""

    name: str
    reason: KnowledgeError


class Found(NamedTuple):
    """The sources in some files, in their order, and the files that hold none."""

    sources: tuple[Source, ...]
    unusable: tuple[Unusable, ...]


def check_file(name: str, size: int) -> None:
    """Raise IntakeError for a file that is refused whatever is in it, so that it need not be fetched first."""
    if PurePosixPath(name).suffix.lower() not in (ZIP, MARKDOWN):
        raise IntakeError("This is no export: hand in .md files with front matter, or a .zip of them.")
    limits.check_size(size)


def read(uploads: Iterable[Upload]) -> Found:
    """Return the sources in some files. Takes a while for many: a source is read in about a millisecond.

    Of two sources with one id the second is unusable. What is no .md file in a .zip, and a README, is left out.
    """
    sources: dict[str, Source] = {}
    unusable: list[Unusable] = []
    for upload in uploads:
        try:
            files = _files(upload)
        except KnowledgeError as error:
            unusable.append(Unusable(upload.name, error))
            continue
        for file in files:
            try:
                source = _source(file.data)
                if source.id in sources:
                    raise IntakeError(f"Another of the files has the id {source.id!r} too: give each its own.")
                sources[source.id] = source
            except KnowledgeError as error:
                unusable.append(Unusable(file.name, error))
    return Found(tuple(sources.values()), tuple(unusable))


def packed(sources: Iterable[Source]) -> bytes:
    """Return a .zip with the file of each source; the same sources in the same order give the same bytes."""
    return bundle.pack(Packed(f"{source.id}{MARKDOWN}", markdown.render(source).encode()) for source in sources)


def _files(upload: Upload) -> list[Packed]:
    if PurePosixPath(upload.name).suffix.lower() != ZIP:
        return [Packed(upload.name, upload.data)]
    files = [file for file in bundle.unpack(upload.data) if _is_source_file(file.name)]
    if not files:
        raise IntakeError("There is no .md file in this .zip: hand in one that an export made.")
    return files


def _is_source_file(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() == MARKDOWN and path.stem.lower() != "readme"


def _source(data: bytes) -> Source:
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise IntakeError("The file is not UTF-8 text: save it as that.") from None
    front = marked.front_matter(text)
    if front is None or not all(front[0].get(field) for field in _REQUIRED):
        raise IntakeError("There is no front matter with id, title and author: add the text with /library add.")
    return marked.source(text).source()
