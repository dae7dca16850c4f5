"""Reads and writes the source file format: Markdown paragraphs under YAML front matter."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeGuard, cast

import yaml
from pydantic import ValidationError

from knowledge import yaml_files
from knowledge.errors import KnowledgeError, MalformedFileError, SourcesFolderError
from knowledge.model import Passage, Source

log = logging.getLogger(__name__)

_FIELDS = ("id", "title", "author", "outlet", "published", "url", "side", "thesis")
_RETIRED = "retired_paragraphs"
"""The front-matter key with the numbers of retired paragraphs; other programs keep it as they do any key."""
_HEADING = re.compile(r"#{1,6}[ \t]+(.+)")
_FENCE = "---"


def read_folder(folder: Path) -> list[Source]:
    """Read every source file of a folder and its subfolders, in the order of their paths.

    A Markdown file without front matter is skipped with a warning. Raises SourcesFolderError where the folder is
    missing or holds no source or the same id twice, MalformedFileError for broken front matter.
    """
    if not folder.is_dir():
        raise SourcesFolderError(f"There is no folder {folder}: give one that holds Markdown source files.")
    sources: dict[str, Source] = {}
    for path in sorted(folder.rglob("*.md")):
        text = _decoded(path)
        if not text.startswith(_FENCE):
            log.warning("%s has no front matter and is skipped", path)
            continue
        source = parse(text, path)
        if source.id in sources:
            raise SourcesFolderError(f"{path}: another file in the folder already has the id {source.id!r}.")
        sources[source.id] = source
    if not sources:
        raise SourcesFolderError(f"{folder} holds no source: a source is a .md file with front matter.")
    return list(sources.values())


def read_file(path: Path) -> Source:
    """Read one source file; raises MalformedFileError, or KnowledgeError where it cannot be read."""
    text = _decoded(path)
    if not text.startswith(_FENCE):
        raise MalformedFileError(path, 1, "there is no front matter, which begins with a line '---'")
    return parse(text, path)


def _decoded(path: Path) -> str:
    try:
        return yaml_files.decoded(path)
    except OSError as error:
        raise KnowledgeError(f"{path} cannot be read: {error.strerror}.") from None


def parse(text: str, path: Path) -> Source:
    """Parse one source file; ``path`` is only named in errors. Raises MalformedFileError."""
    header, body, first_line = _halves(text, path)
    known = yaml_files.mapping(header, path, first_line=2)
    for required in ("id", "title", "author"):
        if not known.get(required):
            raise MalformedFileError(path, 2, f"the front matter has no {required!r}")
    passages = _passages(body)
    if not passages:
        raise MalformedFileError(path, first_line, "there is no paragraph below the front matter")
    passages = _with_retired(known, passages, header, path)
    try:
        return Source(**_fields(known), passages=passages)
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else "id"
        field = "author" if field == "authors" else field
        line = 1 + yaml_files.line_of(header, (field,))
        raise MalformedFileError(path, line, f"{field}: {first['msg']}") from None


def parse_incomplete(text: str, path: Path) -> dict[str, Any]:
    """Return as fields of a Source what a file holds that lacks some; raises MalformedFileError as ``parse`` does."""
    header, body, _ = _halves(text, path)
    known = yaml_files.mapping(header, path, first_line=2) if header else {}
    passages = _with_retired(known, _passages(body), header, path)
    return {**_fields(known), "passages": passages}


def _halves(text: str, path: Path) -> tuple[str, str, int]:
    """Return the front matter, what stands below it, and the line on which that begins."""
    lines = text.split("\n")
    try:
        end = lines.index(_FENCE, 1)
    except ValueError:
        raise MalformedFileError(path, 1, "the front matter is not closed by a line '---'") from None
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def _fields(known: dict[str, Any]) -> dict[str, Any]:
    author: object = known.get("author") or []
    authors: list[Any] = author if isinstance(author, list) else [author]  # pyright: ignore[reportUnknownVariableType]
    return {
        "id": _plain(known.get("id")),
        "title": _plain(known.get("title")),
        "authors": tuple(_plain(name) for name in authors),
        **{key: _plain(known.get(key)) or None for key in ("outlet", "published", "url", "side", "thesis")},
        "extra": tuple((key, value) for key, value in known.items() if key not in _FIELDS),
    }


def _with_retired(known: dict[str, Any], passages: tuple[Passage, ...], header: str, path: Path) -> tuple[Passage, ...]:
    """Return the passages with those retired that the front matter lists, and take the list out of it."""
    retired: object = known.pop(_RETIRED, [])
    if not _are_paragraphs(retired, len(passages)):
        line = 1 + yaml_files.line_of(header, (_RETIRED,))
        reason = f"{_RETIRED} is not a list of numbers of paragraphs, which go up to {len(passages)}"
        raise MalformedFileError(path, line, reason)
    return tuple(p.model_copy(update={"retired": True}) if p.number in retired else p for p in passages)


def _are_paragraphs(value: object, count: int) -> TypeGuard[list[int]]:
    numbers = cast("list[object]", value) if isinstance(value, list) else [None]
    return all(type(number) is int and 1 <= number <= count for number in numbers)


def _plain(value: Any) -> Any:
    """YAML reads 2021 as a number; it is text to us. What is no single value is left for the model to refuse."""
    return str(value) if isinstance(value, str | int | float) else value


def _passages(body: str) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    headings: list[str] = []
    for block in re.split(r"\n[ \t]*(?:\n[ \t]*)+", body):
        lines = block.strip().split("\n")
        while lines and (heading := _HEADING.fullmatch(lines[0].strip())):
            headings.append(heading[1].strip())
            lines.pop(0)
        text = "\n".join(lines).strip()
        if text:
            passages.append(Passage(number=len(passages) + 1, text=text, headings=tuple(headings)))
            headings.clear()
    return tuple(passages)


def render(source: Source) -> str:
    """Return the source in the file format; ``parse`` gives the same source back."""
    return render_incomplete({name: getattr(source, name) for name in Source.model_fields})


def render_incomplete(fields: Mapping[str, Any]) -> str:
    """Return some fields of a Source in the file format; ``parse_incomplete`` gives them back."""
    authors: Sequence[str] = fields["authors"]
    known = {**fields, "author": authors[0] if len(authors) == 1 else list(authors) or None}
    written: dict[str, object] = {key: known[key] for key in _FIELDS if known[key] not in (None, "")}
    written.update(fields["extra"])
    retired = [passage.number for passage in fields["passages"] if passage.retired]
    if retired:
        written[_RETIRED] = retired
    header = yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=10_000) if written else ""
    blocks: list[str] = []
    for passage in fields["passages"]:
        blocks += [f"## {heading}" for heading in passage.headings]
        blocks.append(passage.text)
    return f"{_FENCE}\n{header}{_FENCE}\n\n" + "\n\n".join(blocks) + "\n"
