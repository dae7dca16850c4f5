"""All facts of a library: found when first asked for, kept while their passage reads so, corrected by readers."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar, cast, get_args
from weakref import WeakKeyDictionary

from knowledge.facts import dates, extraction
from knowledge.facts.dates import Period
from knowledge.facts.fact import Fact, Sentence
from knowledge.language.text import Span
from knowledge.model import FactKind, Issue, Source
from knowledge.search.library import Library
from knowledge.search.passages import IndexedPassage
from knowledge.sources.factnotes import FactNote, FactNotes
from knowledge.sources.places import Place

Made = TypeVar("Made")
KINDS: tuple[FactKind, ...] = get_args(FactKind)


class Read(NamedTuple):
    """What was found in a passage as it reads now: its facts of the kinds that were wanted so far."""

    indexed: IndexedPassage
    facts: Mapping[FactKind, tuple[Fact, ...]]


class Book:
    """The facts of a library.

    A passage is read for facts of a kind when these are first wanted, so that adding a source costs nothing and a
    question for a number resolves no dates. What was read is remembered until the source is edited or retired.
    """

    def __init__(self, notes: FactNotes, before: Book | None = None) -> None:
        """``before`` is the library's book with other notes: what these say the same of is not read again."""
        self.notes = notes
        self._read: dict[int, Read] = before.standing(notes) if before else {}
        self._terms: dict[Place, frozenset[int]] | None = None
        self._made: dict[str, tuple[tuple[Source, ...], object]] = {}

    def of_passage(self, slot: int, indexed: IndexedPassage, kinds: Collection[FactKind] = KINDS) -> list[Fact]:
        """Return the facts of some kinds of the passage in a slot of the index, in the order of its text."""
        known = self._of_slot(slot, indexed)
        missing: list[FactKind] = [kind for kind in kinds if kind not in known]
        if missing:
            found = list(self._facts(indexed, missing))
            known = dict(known)
            for kind in missing:
                known[kind] = tuple(fact for fact in found if fact.kind == kind)
            self._read[slot] = Read(indexed, known)
        return sorted((fact for kind in KINDS if kind in kinds for fact in known[kind]), key=lambda fact: fact.span)

    def has(self, slot: int, indexed: IndexedPassage, kinds: Collection[FactKind] = KINDS) -> bool:
        """Tell whether a passage has been read for facts of some kinds."""
        known = self._of_slot(slot, indexed)
        return all(kind in known for kind in kinds)

    def _of_slot(self, slot: int, indexed: IndexedPassage) -> Mapping[FactKind, tuple[Fact, ...]]:
        known = self._read.get(slot)
        return known.facts if known is not None and known.indexed is indexed else {}

    def noted_with(self, terms: Collection[int], library: Library) -> list[Place]:
        """Return the places of which a reader noted a fact in one of some terms."""
        if self._terms is None:
            self._terms = {
                place: frozenset(
                    term_id
                    for note in notes
                    for term in library.analyzer.terms(note.about)
                    if (term_id := library.vocabulary.get(term.key)) is not None
                )
                for place, notes in self.notes.notes.items()
            }
        return [place for place, noted in self._terms.items() if not noted.isdisjoint(terms)]

    def read(self, passages: Iterable[tuple[int, IndexedPassage]]) -> None:
        """Read passages ahead; to be called in another thread where they are many."""
        for slot, indexed in passages:
            self.of_passage(slot, indexed)

    def standing(self, notes: FactNotes) -> dict[int, Read]:
        """Return what was read of passages of which other notes say the same."""
        both = {*self.notes.notes, *notes.notes}
        changed = {
            (place.source, place.address.paragraph)
            for place in both
            if self.notes.notes.get(place, ()) != notes.notes.get(place, ())
        }
        changed |= {
            (source, 0)
            for source in {*self.notes.written, *notes.written}
            if self.notes.written.get(source) != notes.written.get(source)
        }
        return {
            slot: read
            for slot, read in self._read.items()
            if changed.isdisjoint(((read.indexed.source.id, read.indexed.passage.number), (read.indexed.source.id, 0)))
        }

    def forget(self, slots: Iterable[int]) -> None:
        """Let go of what is not in some slots."""
        here = set(slots)
        for slot in [slot for slot in self._read if slot not in here]:
            del self._read[slot]

    def _facts(self, indexed: IndexedPassage, kinds: Collection[FactKind]) -> Iterator[Fact]:
        wrote = dates.written(self.notes.written.get(indexed.source.id) or indexed.source.published)
        for sentence in sentences(indexed):
            found = extraction.facts(sentence, wrote, kinds)
            noted = [note for note in self.notes.notes.get(sentence.place, ()) if note.kind in kinds]
            yield from _corrected(sentence, found, noted, wrote) if noted else found

    def once(self, what: str, library: Library, make: Callable[[], Made]) -> Made:
        """Return what was made of a library before, made anew where a source came, went or changed since."""
        sources = library.sources
        known = self._made.get(what)
        if (
            known is None
            or len(known[0]) != len(sources)
            or any(a is not b for a, b in zip(known[0], sources, strict=True))
        ):
            known = self._made[what] = sources, make()
        return cast("Made", known[1])


_books: WeakKeyDictionary[Library, Book] = WeakKeyDictionary()


def book(library: Library) -> Book:
    """Return the book of a library."""
    known = _books.get(library)
    if known is None or known.notes is not library.notes.curation.facts:
        # What is noted of one passage is no reason to read the others again.
        known = _books[library] = Book(library.notes.curation.facts, known)
    return known


def of(library: Library, kinds: Iterable[FactKind] | None = None) -> Iterator[Fact]:
    """Yield the facts of a library, source by source in the order of the text; of some kinds only."""
    slots = [int(slot) for slot in library.slots()]
    book(library).forget(slots)
    yield from in_passages(library, slots, kinds)


def unread(library: Library) -> list[tuple[int, IndexedPassage]]:
    """Return the passages whose facts nobody has asked for yet, with their slots."""
    known = book(library)
    return [
        (slot, indexed) for slot in library.slots().tolist() if not known.has(slot, indexed := library.indexed(slot))
    ]


def in_passages(
    library: Library, slots: Iterable[int], kinds: Iterable[FactKind] | None = None, seconds: float = math.inf
) -> Iterator[Fact]:
    """Yield the facts of the passages in some slots of the index.

    After some seconds passages that nobody has read yet are left out: whoever types on finds them with the next letter.
    """
    wanted = KINDS if kinds is None else tuple(kinds)
    known, end = book(library), time.perf_counter() + seconds
    for slot in slots:
        indexed = library.indexed(slot)
        if seconds < math.inf and time.perf_counter() > end and not known.has(slot, indexed, wanted):
            continue
        yield from known.of_passage(slot, indexed, wanted)


def of_issue(library: Library, issue: Issue, kinds: Iterable[FactKind] | None = None) -> list[Fact]:
    """Return the facts of the sentences that speak to an issue, the most direct sentences first."""
    rank = {place: n for n, place in enumerate(_places(issue))}
    found = [
        fact for fact in in_passages(library, slots_of_issue(library, issue), kinds) if fact.sentence.place in rank
    ]
    return sorted(found, key=lambda fact: rank[fact.sentence.place])


def slots_of_issue(library: Library, issue: Issue) -> list[int]:
    """Return the slots of the passages that speak to an issue, the most direct first."""
    return list(dict.fromkeys(slot for place in _places(issue) if (slot := library.slot_of(place)) is not None))


def _places(issue: Issue) -> list[Place]:
    return [Place(source, address) for source, addresses in issue.sentences for address in addresses]


def sentences(indexed: IndexedPassage) -> Iterator[Sentence]:
    """Yield the sentences of a passage; the parts of a long one are put together again."""
    for address, units in groupby(indexed.units, key=lambda unit: unit.place.address):
        parts = list(units)
        yield Sentence(indexed.source, indexed.passage, address, Span(parts[0].span.start, parts[-1].span.end))


def _corrected(
    sentence: Sentence, found: Sequence[Fact], noted: Sequence[FactNote], wrote: Period | None
) -> list[Fact]:
    """Return the facts of a sentence as readers have them: hidden ones left out, noted as noted, others as found."""
    facts = {(fact.kind, fact.text): fact for fact in found}
    for note in noted:
        if note.hidden:
            facts.pop((note.kind, note.text), None)
            continue
        own = facts.get((note.kind, note.text)) or _located(sentence, note, wrote)
        if own is None:
            continue
        about = own._replace(about=note.about, noted=not note.of_the_author) if note.about else own
        period = dates.written(note.when)
        facts[note.kind, note.text] = about._replace(
            by=note.by or own.by,
            to=note.to or own.to,
            period=period._replace(resolved=True) if period else own.period,
            confirmed=True,
        )
    return sorted(facts.values(), key=lambda fact: fact.span)


def _located(sentence: Sentence, note: FactNote, wrote: Period | None) -> Fact | None:
    start = sentence.text.find(note.text)
    if start < 0:
        return None
    span = Span(start + sentence.span.start, start + sentence.span.start + len(note.text))
    period = dates.resolve(sentence.passage.text, span, wrote) if note.kind == "event" else None
    return Fact(note.kind, sentence, span, period=period)
