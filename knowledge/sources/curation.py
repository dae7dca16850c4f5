"""Curated knowledge beside the sources: the questions a sentence answers, its counterpoints, and the issues.

Notes and issues are an index field and a map. They are never shown as if an author had said them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, NamedTuple

from pydantic import Field, PlainValidator

from knowledge import yaml_files
from knowledge.model import Issue, SentenceAddress, Slug, Source
from knowledge.sources import factnotes
from knowledge.sources.factnotes import FactNote, FactNotes
from knowledge.sources.places import Address, Place, Strict, Texts


def _place(value: object) -> Place:
    source, _, address = str(value).partition(" ")
    return Place(source, SentenceAddress.parse(address))


class Note(Strict):
    """What a reader wrote down about one sentence."""

    at: Address
    begins: str = Field(min_length=1)
    """The sentence's first words: they show a person which sentence it is, and a change of the text to the loader."""
    asks: tuple[str, ...] = ()
    """Questions, claims and keywords that the sentence speaks to, in the words of students."""
    counterpoints: tuple[Annotated[Place, PlainValidator(_place)], ...] | None = None
    """What other sources say on the same point, best first. Empty: they are silent on it. None: nobody looked."""


class _NotesFile(Strict):
    source: Slug
    notes: tuple[Note, ...]


class _CuratedIssue(Strict):
    id: Slug
    label: str = Field(min_length=1, max_length=100)
    aliases: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    sentences: dict[Slug, tuple[Address, ...]]


class _IssuesFile(Strict):
    issues: tuple[_CuratedIssue, ...]


class Curation(NamedTuple):
    """All curated knowledge of a library."""

    notes: Mapping[Place, Note] = {}
    """By a careful reader who went through the whole source, sentence by sentence."""
    issues: tuple[Issue, ...] = ()
    facts: FactNotes = FactNotes()
    asks: Mapping[Place, tuple[str, ...]] = {}
    """Further questions that a sentence answers, noted here and there."""


class PassageIssue(NamedTuple):
    """An issue as moderators write it: whole passages speak to it. One with the id of another adds to that."""

    id: str
    label: str
    asks: tuple[str, ...]
    passages: Mapping[str, tuple[int, ...]]
    """For each source the paragraphs that speak to the issue, the most direct first."""


def read_folder(folder: Path, sources: Sequence[Source]) -> Curation:
    """Read the ``*.notes.yaml``, ``*.facts.yaml`` and ``issues.yaml`` of a folder of sources; any may be missing.

    Raises MalformedFileError for a file that breaks the format or points at a sentence that does not exist.
    """
    texts = Texts(sources)
    notes: dict[Place, Note] = {}
    for path in sorted(folder.rglob("*.notes.yaml")):
        file = yaml_files.read(_NotesFile, path)
        for i, note in enumerate(file.notes):
            place = Place(file.source, note.at)
            texts.beginning(place, note.begins, path, ("notes", i))
            for k, counterpoint in enumerate(note.counterpoints or ()):
                texts.at(counterpoint, path, ("notes", i, "counterpoints", k))
            notes[place] = note
    issues: list[Issue] = []
    for path in sorted(folder.rglob("issues.yaml")):
        for i, issue in enumerate(yaml_files.read(_IssuesFile, path).issues):
            for source, addresses in issue.sentences.items():
                for k, address in enumerate(addresses):
                    texts.at(Place(source, address), path, ("issues", i, "sentences", source, k))
            fields = issue.model_dump(include={"id", "label", "aliases", "asks"})
            issues.append(Issue(**fields, sentences=tuple(issue.sentences.items())))
    return Curation(notes, tuple(issues), factnotes.read_folder(folder, sources))


def standing(curation: Curation, written_for: Iterable[Source], sources: Iterable[Source]) -> Curation:
    """Return what of curated knowledge still holds where some sources were edited or taken away since.

    What points at a passage stands while the passage reads as it did. A sentence whose counterpoints all went has
    none noted, rather than being said to be met with silence.
    """
    texts = {(source.id, p.number): p.text for source in sources for p in source.passages if not p.retired}
    kept = {
        (source.id, passage.number)
        for source in written_for
        for passage in source.passages
        if texts.get((source.id, passage.number)) == passage.text
    }

    def stands(place: Place) -> bool:
        return (place.source, place.address.paragraph) in kept

    notes: dict[Place, Note] = {}
    for place, note in curation.notes.items():
        if stands(place):
            left = tuple(filter(stands, note.counterpoints)) or None if note.counterpoints else note.counterpoints
            notes[place] = note.model_copy(update={"counterpoints": left})
    issues: list[Issue] = []
    for issue in curation.issues:
        spoken = ((s, tuple(a for a in addresses if stands(Place(s, a)))) for s, addresses in issue.sentences)
        sentences = tuple((source, addresses) for source, addresses in spoken if addresses)
        if sentences:
            issues.append(issue.model_copy(update={"sentences": sentences}))
    return Curation(notes, tuple(issues), factnotes.standing(curation.facts, filter(stands, curation.facts.notes)))


def extended(
    curation: Curation,
    asks: Mapping[tuple[str, int], tuple[str, ...]],
    issues: Iterable[PassageIssue],
    sentences: Callable[[str, int], Sequence[SentenceAddress]],
    facts: Mapping[Place, tuple[FactNote, ...]] = MappingProxyType({}),
) -> Curation:
    """Return curated knowledge with what moderators wrote about whole passages, by source and paragraph.

    ``sentences`` gives the sentences of a passage, none where it is not in the library; each of them answers what the
    passage answers. ``facts`` come after what was noted of a sentence's facts before, and so correct it. An issue to
    which no sentence speaks is left out.
    """
    known = {issue.id: issue for issue in curation.issues}
    for own in issues:
        # The first sentences of all passages come before all second ones, so that each passage is quoted early.
        places = [(source, sentences(source, n)) for source, numbers in own.passages.items() for n in numbers]
        deepest = max((len(addresses) for _, addresses in places), default=0)
        spoken = {source: list(addresses) for source, addresses in known[own.id].sentences} if own.id in known else {}
        for depth in range(deepest):
            for source, addresses in places:
                if depth < len(addresses) and addresses[depth] not in spoken.setdefault(source, []):
                    spoken[source].append(addresses[depth])
        if spoken:
            old = known.get(own.id, Issue(id=own.id, label=own.label))
            known[own.id] = Issue(
                id=own.id,
                label=own.label,
                aliases=old.aliases if old.label == own.label else (*old.aliases, old.label),
                asks=tuple(dict.fromkeys((*old.asks, *own.asks))),
                sentences=tuple((source, tuple(addresses)) for source, addresses in spoken.items()),
            )
    noted = {Place(source, at): lines for (source, n), lines in asks.items() for at in sentences(source, n)}
    return curation._replace(issues=tuple(known.values()), asks=noted, facts=factnotes.corrected(curation.facts, facts))
