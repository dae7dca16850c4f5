"""The sources that one server can ask, indexed: what is added is found at once, what is retired no longer."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from knowledge.bm25.ranking import Bm25Index, Ints, Statistics, Vocabulary
from knowledge.language import thesaurus as thesauri
from knowledge.language.terms import Analyzer, shipped_analyzer, stopwords
from knowledge.language.text import Span, Word
from knowledge.language.thesaurus import Thesaurus
from knowledge.model import Issue, Passage, SentenceAddress, Source
from knowledge.search import saved, spelling
from knowledge.search.citations import Citations
from knowledge.search.meaning import Meaning
from knowledge.search.names import Names
from knowledge.search.notes import NoteIndex, PlaceFinder
from knowledge.search.order import Order
from knowledge.search.passages import IndexedPassage, PassageIndex
from knowledge.search.saved import Snapshot
from knowledge.search.spelling import Neighbours
from knowledge.sources import curation as curations
from knowledge.sources import markdown
from knowledge.sources.curation import Curation, Place

ESSAYS = Path(__file__).parents[1] / "essays"


class Library:
    """Sources with their index and curated knowledge."""

    def __init__(
        self,
        sources: Iterable[Source],
        curation: Curation | None = None,
        thesaurus: Thesaurus | None = None,
        meaning: Meaning | None = None,
        *,
        ranks: Mapping[str, int] | None = None,
        index: bytes | None = None,
    ) -> None:
        """``meaning`` is this library's alone; without it, questions are answered by words.

        ``ranks`` are those of the sources, see ``add``; ``index`` is what ``saved.dump`` made of an earlier library.
        """
        curation = curation or Curation()
        thesaurus = thesaurus or thesauri.shipped()
        self.analyzer = shipped_analyzer() if thesaurus is thesauri.shipped() else Analyzer(thesaurus)
        self.index = (saved.load(index, self.analyzer) if index else None) or PassageIndex(self.analyzer)
        self._written = Neighbours(self.index.words.words)
        self._other_words = Neighbours(sorted(self.analyzer.words | stopwords()))
        """Words beside those of the sources that a typo may have been meant for."""
        self.issues: tuple[Issue, ...] = curation.issues
        self.notes = NoteIndex(curation, self.analyzer, self.vocabulary)
        self.meaning = meaning
        self._mean_notes()
        self._names: Names | None = None
        self._order: Order | None = None
        self._places: PlaceFinder | None = None
        self._sources: dict[str, Source] = {}
        self._slots: dict[str, list[int | None]] = {}
        """For each source the slots of its passages; None for one that is retired."""
        self._ranks: dict[str, int] = {}
        """For each source its rank, by which sources are in order."""
        self._citations = Citations()
        self._of: dict[int, Source] = {}
        """The source of each slot that holds a passage."""
        self._indexed: dict[int, IndexedPassage] = {}
        """What was asked for of the slots; most of many never are."""
        for source in sources:
            self.add(source, ranks[source.id] if ranks else None)
        self.index.settle()

    @classmethod
    def read(cls, folder: Path, meaning: Meaning | None = None, index: bytes | None = None) -> Library:
        """Read the source files of a folder and the curated knowledge beside them.

        Raises SourcesFolderError or MalformedFileError.
        """
        sources = markdown.read_folder(folder)
        return cls(sources, curations.read_folder(folder, sources), meaning=meaning, index=index)

    def snapshot(self) -> Snapshot | None:
        """Return the index as it is now, to be saved; None where it would not pay."""
        if not saved.worth(self.index):
            return None
        return saved.snapshot(self.index, self.texts())

    def texts(self) -> Iterator[dict[int, str]]:
        """Yield the texts of each source by slot."""
        for source in self.sources:
            slots = zip(self._slots[source.id], source.passages, strict=True)
            yield {slot: passage.text for slot, passage in slots if slot is not None}

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources in the order of their ranks."""
        return tuple(self._sources.values())

    @property
    def vocabulary(self) -> Vocabulary:
        """The ids of all terms."""
        return self.index.vocabulary

    @property
    def passages(self) -> Bm25Index:
        """The passages, ranked by BM25."""
        return self.index.ranking

    @property
    def units(self) -> Statistics:
        """Statistics of the units of all passages: what the idf of a window is taken from."""
        return self.index.statistics

    @property
    def spellings(self) -> dict[str, int]:
        """Every folded word of the sources, with the number of passages it stands in: what a typo is repaired to."""
        return self.index.words.spellings

    @property
    def compounds(self) -> dict[str, str]:
        """Hyphenated words of the sources in one piece, as they are often typed, with their parts."""
        return self.index.words.compounds

    @property
    def names(self) -> Names:
        """The names by which a question may speak of a source, read when first wanted."""
        if self._names is None:
            self._names = Names(self.sources)
        return self._names

    @property
    def order(self) -> Order:
        """The sources and the slots of their passages, in the order of their ranks."""
        if self._order is None:
            slots = [[slot for slot in self._slots[source] if slot is not None] for source in self._sources]
            self._order = Order(self.sources, slots)
        return self._order

    def source(self, source_id: str) -> Source:
        """Return a source; raises KeyError where there is none of that id."""
        return self._sources[source_id]

    def citation(self, source: Source, paragraph: int) -> str:
        """Return how a passage is cited: ``Mastro (2021), ¶10``; a title tells an author's works of one year apart.

        A source that is not in the library yet is cited as it will be.
        """
        return f"{self._citations.of(source, known=source.id in self._sources)}, ¶{paragraph}"

    def add(self, source: Source, rank: int | None = None) -> None:
        """Add a source, or put a new version in the place of the one with its id: what did not change stays indexed.

        Without a ``rank``, which is another one for each source, a new one comes last and others keep theirs.
        """
        old = self._sources.get(source.id)
        last = self._ranks[next(reversed(self._sources))] if self._sources else -1
        rank = self._ranks.get(source.id, last + 1) if rank is None else rank
        self._changed()
        self._ranks[source.id] = rank
        self._sources[source.id] = source
        if rank < last:
            self._sources = dict(sorted(self._sources.items(), key=lambda item: self._ranks[item[0]]))
        for kept in (self._citations, self._names):
            if kept is not None and old is not None:
                kept.remove(old)
            if kept is not None:
                kept.add(source)
        known = dict(zip(old.passages, self._slots[old.id], strict=True)) if old else {}
        slots = [known.pop(passage, None) for passage in source.passages]
        new = [at for at, passage in enumerate(source.passages) if slots[at] is None and not passage.retired]
        for at, slot in zip(new, self._index([source.passages[at] for at in new]), strict=True):
            slots[at] = slot
        self._slots[source.id] = slots
        held = [slot for slot in slots if slot is not None]
        self._of.update(dict.fromkeys(held, source))
        for slot in held if old else ():
            self._indexed.pop(slot, None)
        self._remove(known.values())

    def curate(self, curation: Curation) -> None:
        """Put curated knowledge in the place of what there was; the index of the sources stays as it is."""
        self.issues = curation.issues
        self.notes = NoteIndex(curation, self.analyzer, self.vocabulary)
        self._places = None
        self._mean_notes()

    def _mean_notes(self) -> None:
        if self.meaning is not None:
            self.meaning.expect_asks(map(self.notes.asked, self.notes.places))

    def sentences(self, source_id: str, paragraph: int) -> tuple[SentenceAddress, ...]:
        """Return the addresses of a passage's sentences; none where it is not in the library, or retired."""
        return tuple(self.sentence_texts(source_id, paragraph))

    def sentence_texts(self, source_id: str, paragraph: int) -> dict[SentenceAddress, str]:
        """Return the texts of a passage's sentences; none where it is not in the library, or retired."""
        slot = self.slot_of(Place(source_id, SentenceAddress(paragraph, 1)))
        if slot is None:
            return {}
        spans: dict[SentenceAddress, Span] = {}
        indexed = self.indexed(slot)
        for unit in indexed.units:
            address = unit.place.address
            spans[address] = Span(spans.get(address, unit.span).start, unit.span.end)
        text = indexed.passage.text
        return {address: text[span.start : span.end] for address, span in spans.items()}

    def retire(self, source_id: str) -> None:
        """Take a source out of all answers; raises KeyError where there is none of that id."""
        source = self._sources.pop(source_id)
        self._changed()
        self._citations.remove(source)
        if self._names is not None:
            self._names.remove(source)
        del self._ranks[source_id]
        self._remove(self._slots.pop(source_id))

    def _changed(self) -> None:
        """Forget what is computed from all sources."""
        self._order = self._places = None

    def _remove(self, slots: Iterable[int | None]) -> None:
        for slot in slots:
            if slot is not None:
                del self._of[slot]
                self._indexed.pop(slot, None)
                self.index.remove(slot)
                if self.meaning is not None:
                    self.meaning.forget(slot)

    def _index(self, passages: Sequence[Passage]) -> list[int]:
        slots = self.index.add([passage.text for passage in passages])
        if self.meaning is not None:
            for slot, passage in zip(slots, passages, strict=True):
                spans = self.index.units.of(slot)[:, :2].tolist()
                self.meaning.expect(self.meaning.sentences, slot, [passage.text[start:end] for start, end in spans])
        return slots

    def knows(self, word: Word) -> bool:
        """Tell whether a word of a question is one of the library's, its notes' or the thesaurus'."""
        return (
            word.folded in self.spellings
            or self.has(self.vocabulary.get(word.stem))
            or word.folded in stopwords()
            or word.folded in self.analyzer.words
            or not word.folded.isalpha()
        )

    def has(self, term: int | None) -> bool:
        """Tell whether a term occurs in a source that is in the library, or in a note."""
        return term is not None and (self.units.frequency(term) > 0 or term in self.notes.vocabulary)

    def repaired(self, word: str) -> str | None:
        """Return what a mistyped word was meant to be, None where nothing is near enough."""
        return spelling.repair(word, self.spellings, self._written, self._other_words)

    def indexed(self, slot: int) -> IndexedPassage:
        """Return what stands in a slot of the passage index; raises KeyError where nothing does."""
        known = self._indexed.get(slot)
        if known is None:
            source = self._of[slot]
            passage = source.passages[self._slots[source.id].index(slot)]
            known = self._indexed[slot] = IndexedPassage(source, passage, slot, self.index)
        return known

    def slots(self, within: Container[str] | None = None) -> Ints:
        """Return the slots that hold a passage, in the order of the sources; ``within`` restricts them to some ids.

        Equal scores keep this order, so it does not depend on when a source was edited or restored.
        """
        return self.order.slots if within is None else self.order.slots_of(within)

    def slot_of(self, place: Place) -> int | None:
        """Return the slot of the passage that a sentence stands in, None where the source has it no longer."""
        slots = self._slots.get(place.source, [])
        number = place.address.paragraph
        return slots[number - 1] if 1 <= number <= len(slots) else None

    def noted(self, slots: Ints, sentences: Ints) -> Ints:
        """Return which of the notes' places some sentences are, see ``PlaceFinder.find`` (shapes: sentences)."""
        if self._places is None:
            self._places = PlaceFinder(self.notes.places, self.slot_of)
        return self._places.find(slots, sentences)

    def window_at(self, source_id: str, address: SentenceAddress) -> Span | None:
        """Return the window that begins with a sentence, else one that holds it; None where it is gone."""
        slot = self.slot_of(Place(source_id, address))
        if slot is None:
            return None
        units = self.index.units.of(slot)
        wanted = np.flatnonzero(units[:, 2] == address.sentence)
        if not wanted.size:
            return None
        first, last = max((f, e) for f, e in self.index.windows.of(slot).tolist() if f <= wanted[0] <= e)
        return Span(int(units[first, 0]), int(units[last, 1]))
