"""Reads files for ``python -m bot import``: sources in their own format, and whatever the intake makes drafts of."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from bot.markup import cut
from knowledge.errors import KnowledgeError
from knowledge.intake import limits, process
from knowledge.intake.draft import Draft
from knowledge.intake.reading import Upload
from knowledge.model import Source
from knowledge.sources import markdown
from prompts import say

_SUFFIXES = frozenset(limits.SUFFIXES) - {".md"}
_OWN_FORMAT = re.compile(rb"(?:\xef\xbb\xbf)?---\r?\n(?:(?!---).*\n)*?id\s*:")
_SHOWN = ("title", "author", "outlet", "published", "url", "side", "thesis")
_MOST_SHOWN, _MOST_VALUES = 100, 5


class _UnreadableError(KnowledgeError):
    """Files that cannot be imported; the text has a sentence for each, on a line of its own."""


async def read(paths: Iterable[Path], given: Mapping[str, str], titles: Mapping[str, str]) -> list[Source]:
    """Return the sources in some files and folders, and print what was found in those that are no sources yet.

    ``given`` are fields of a single file. ``titles`` are the titles in a library by source id: a file with one of
    them is a new version of that source. Raises KnowledgeError, with a sentence for each file that cannot be used.
    """
    sources: dict[str, Source] = {}
    others: list[Path] = []
    for path in paths:
        ready, drafted = _sorted(path)
        others += drafted
        for source in ready:
            _add(sources, source)
    if given and (len(others) != 1 or sources):
        raise _UnreadableError(say("keep.one_file"))
    problems: list[str] = []
    for path, draft in zip(others, await _drafts(others), strict=True):
        try:
            _add(sources, _source(path, draft, given, {*sources, *titles}, titles))
        except KnowledgeError as error:
            problems.append(say("keep.file_problem", path=path, reason=error))
    if problems:
        raise _UnreadableError("\n".join(problems))
    return list(sources.values())


def _sorted(path: Path) -> tuple[list[Source], list[Path]]:
    """Return the sources of our own format in a file or folder, and the files of others."""
    if not path.is_dir() and path.exists():
        own = path.suffix.lower() == ".md" and _OWN_FORMAT.match(_bytes(path))
        return ([markdown.read_file(path)], []) if own else ([], [path])
    others = sorted(file for file in path.rglob("*") if file.suffix.lower() in _SUFFIXES and file.is_file())
    only_others = others and not next(path.rglob("*.md"), None)
    return [] if only_others else markdown.read_folder(path), others


def _add(sources: dict[str, Source], source: Source) -> None:
    if source.id in sources:
        raise _UnreadableError(say("keep.twice", id=source.id))
    sources[source.id] = source


async def _drafts(paths: Sequence[Path]) -> list[Draft | KnowledgeError]:
    """Return what the intake makes of files, each on its own: one that it cannot read keeps no other back."""
    drafts: list[Draft | KnowledgeError] = []
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        for path in progress.track(paths, description=say("keep.reading")):
            try:
                limits.check_file(path.name, path.stat().st_size)
                drafts += await process.read([Upload(path.name, _bytes(path))])
            except KnowledgeError as error:
                drafts.append(error)
    return drafts


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _UnreadableError(say("error.no_file", path=path, reason=error.strerror)) from None


def _source(
    path: Path, draft: Draft | KnowledgeError, given: Mapping[str, str], taken: set[str], titles: Mapping[str, str]
) -> Source:
    if isinstance(draft, KnowledgeError):
        raise draft
    fields: dict[str, object] = dict(given)
    if "author" in fields:
        fields["authors"] = [name.strip() for name in given["author"].split(";")]
        del fields["author"]
    draft = draft.with_(**fields)
    _show(path, draft)
    missing = [name for name, value in (("title", draft.title), ("author", draft.authors)) if not value]
    if missing:
        options = " ".join(f"--{name}" for name in missing)
        raise _UnreadableError(say("keep.not_named", fields=" and no ".join(missing), options=options))
    return draft.source(taken - {name for name, title in titles.items() if title == draft.title})


def _show(path: Path, draft: Draft) -> None:
    """Print what was found in a file."""
    lines = [str(path)]
    for name in _SHOWN:
        value = "; ".join(draft.authors) if name == "author" else getattr(draft, name)
        if value or name in ("title", "author"):
            lines.append(say("keep.field", name=name, value=value or say("keep.unknown")))
    first = cut(" ".join(draft.passages[0].text.split()), _MOST_SHOWN)
    lines.append(say("keep.first", count=len(draft.passages), text=first))
    for remark in draft.remarks:
        values = ", ".join(f"“{value}”" for value in remark.values[:_MOST_VALUES])
        lines.append(say("keep.remark", remark=say(f"remark.{remark.kind}", count=remark.count, values=values)))
    Console(highlight=False, file=sys.stdout).print(Text("\n".join(lines)), soft_wrap=True)
