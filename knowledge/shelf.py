"""Which library a server asks: loaded when first asked, kept up to date with the store, put away when long unused."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from knowledge.language import thesaurus
from knowledge.language.thesaurus import Thesaurus
from knowledge.learning import Learner
from knowledge.meaning.encoder import Encoder
from knowledge.model import Source
from knowledge.opening import open_folder
from knowledge.saving import Saver
from knowledge.search.library import ESSAYS, Library
from knowledge.sources import curation
from knowledge.sources.curation import Curation, PassageIssue
from knowledge.sources.factnotes import FactNote
from knowledge.sources.places import Place
from knowledge.store.database import Database
from knowledge.store.guild_settings import GuildSettings
from knowledge.store.indexes import IndexStore
from knowledge.store.libraries import StoredLibrary, StoredSource
from knowledge.store.noting import StoredFact
from knowledge.store.store import Store
from knowledge.store.vectors import VectorStore

MOST_LIBRARIES = 64
"""How many libraries of servers that changed something are kept in memory."""
_MOST_AT_ONCE = 8
"""More changed sources than this are indexed afresh in a thread, so that no answer to another server waits."""


@dataclass
class _Place:
    """A library on the shelf; whoever holds the lock brings it up to date."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    library: Library | None = None
    shipped: bool = True
    version: int = 0


class Shelf:
    """Gives every server its library, as the store has it at that moment."""

    def __init__(
        self,
        store: Store,
        shared: Library,
        most: int = MOST_LIBRARIES,
        learner: Learner | None = None,
        saver: Saver | None = None,
    ) -> None:
        """``shared`` holds the shipped essays: what direct messages and servers that changed nothing ask.

        Where it has meaning, so have all libraries that ``learner`` completes. ``saver`` spares reading them anew.
        """
        self.store = store
        self._learner, self._saver = learner, saver
        self.shared = shared
        self._ranks = {source.id: rank for rank, source in enumerate(shared.sources)}
        self._most = most
        self._places: OrderedDict[int, _Place] = OrderedDict()
        self._sharing: dict[int, int] = {}
        """The servers that ask the shared library although they changed something, with the version that was so."""

    @classmethod
    def on(cls, database_url: str, shared: Library | None = None, encoder: Encoder | None = None) -> Shelf:
        """Return a shelf on a database, see ``Database``; raises BadDatabaseUrlError, ModelError."""
        shared = shared or open_folder(ESSAYS, encoder)
        database = Database(database_url)
        store = Store(database, shared.sources, shared.issues)
        return cls(store, shared, learner=Learner(VectorStore(database)), saver=Saver(IndexStore(database)))

    async def close(self) -> None:
        """Stop making vectors, finish saving, and leave the database."""
        if self._learner is not None:
            await self._learner.close()
        if self._saver is not None:
            await self._saver.close()
        await self.store.close()

    async def settings(self, guild_id: int | None) -> GuildSettings:
        """Return the settings of a server, the defaults for direct messages; raises UnavailableError."""
        return GuildSettings() if guild_id is None else await self.store.settings(guild_id)

    async def library(self, guild_id: int | None) -> Library:
        """Return the library of a server, or the shared one for direct messages, with all changes made so far.

        To be used before the next ``await``: a later change alters the same object. Raises UnavailableError.
        """
        if guild_id is None:
            return self.shared
        version = await self.store.version(guild_id)
        if version == self._sharing.get(guild_id, 0):
            return self.shared
        place = self._places.setdefault(guild_id, _Place())
        self._places.move_to_end(guild_id)
        async with place.lock:
            library = await self._up_to_date(guild_id, place, version)
        if library is self.shared:
            self._let_go(guild_id)
        while len(self._places) > self._most:
            self._let_go(next(iter(self._places)))
        return library

    def put_away(self, guild_id: int) -> None:
        """Keep nothing of a server in memory."""
        self._sharing.pop(guild_id, None)
        self._let_go(guild_id)
        if self._saver is not None:
            self._saver.stop(guild_id)

    def _let_go(self, guild_id: int) -> None:
        self._places.pop(guild_id, None)
        if self._learner is not None:
            self._learner.stop(guild_id)

    async def _up_to_date(self, guild_id: int, place: _Place, version: int) -> Library:
        if place.library is None or place.version != version:
            if place.library is None or not await self._apply_changes(guild_id, place, place.library):
                stored = await self.store.library(guild_id)
                place.library = await self._load(guild_id, stored)
                place.shipped, place.version = stored.settings.shipped, stored.version
            if place.library is self.shared:
                self._sharing[guild_id] = place.version
                return self.shared
            if self._learner is not None and place.library.meaning is not None:
                await self._learner.complete(guild_id, place.library.meaning)
            if self._saver is not None:
                await self._saver.keep(guild_id, place.library)
        return place.library

    async def _apply_changes(self, guild_id: int, place: _Place, library: Library) -> bool:
        """Bring a loaded library up to date source by source; False where it has to be loaded afresh."""
        stored, touched = await self.store.changed_since(guild_id, place.version)
        ids = {str(subject.id) for subject in touched if subject.kind in ("source", "passage")}
        if (
            library is self.shared
            or stored.version < place.version  # the server was purged, and began anew
            or stored.settings.shipped != place.shipped
            or any(subject.kind == "alias" for subject in touched)
            or len(ids) > _MOST_AT_ONCE
        ):
            return False
        rest = self._offered(stored.settings) & ids
        now = {source.id: (source, rank) for source, rank in self._ranked(stored.sources, rest)}
        for source_id in ids & {source.id for source in library.sources} - now.keys():
            library.retire(source_id)
        for source, rank in now.values():
            library.add(source, rank)
        self._curate(library, stored)
        place.version = stored.version
        return True

    async def _load(self, guild_id: int, stored: StoredLibrary) -> Library:
        own = stored.sources or stored.notes or stored.aliases or stored.issues or stored.facts
        if stored.settings.shipped and not own:
            return self.shared
        words = thesaurus.shipped().extended(alias.names for alias in stored.aliases)
        index = await self._saver.read(guild_id, words) if self._saver is not None else None
        return await asyncio.to_thread(self._build, stored, words, index)

    def _build(self, stored: StoredLibrary, words: Thesaurus, index: bytes | None) -> Library:
        meaning = self.shared.meaning.anew() if self.shared.meaning else None
        ranked = self._ranked(stored.sources, self._offered(stored.settings))
        ranks = {source.id: rank for source, rank in ranked}
        library = Library((source for source, _ in ranked), None, words, meaning, ranks=ranks, index=index)
        self._curate(library, stored)
        return library

    def _offered(self, settings: GuildSettings) -> frozenset[str]:
        """Return the ids of the shipped sources that belong to a server's library."""
        return frozenset(self._ranks if settings.shipped else ())

    def _ranked(self, own: Iterable[StoredSource], offered: Iterable[str]) -> list[tuple[Source, int]]:
        """Return the sources that can be asked with their ranks: shipped ones first, a server's copy in their place."""
        shipped = {source_id: self.shared.source(source_id) for source_id in offered}
        ranked = [
            (one.source, self._ranks.get(one.source.id, len(self._ranks) + one.position))
            for one in own
            if not one.retired
        ]
        taken = {one.source.id for one in own}
        ranked += [(source, self._ranks[i]) for i, source in shipped.items() if i not in taken]
        return sorted(ranked, key=lambda pair: pair[1])

    def _curate(self, library: Library, stored: StoredLibrary) -> None:
        """Give a library the curated knowledge that holds for its sources as they are."""
        known = self._known(library, stored)
        if known != library.notes.curation:
            library.curate(known)

    def _known(self, library: Library, stored: StoredLibrary) -> Curation:
        shipped = curation.standing(self.shared.notes.curation, self.shared.sources, library.sources)
        asks = {place: note.asks for place, note in stored.notes.items()}
        issues = (PassageIssue(issue.id, issue.label, issue.asks, issue.passages) for issue in stored.issues)
        facts = _placed(library, stored.facts)
        return curation.extended(shipped, asks, issues, library.sentences, facts)


def _placed(
    library: Library, stored: Mapping[tuple[str, int], tuple[StoredFact, ...]]
) -> dict[Place, tuple[FactNote, ...]]:
    """Return what was noted of facts by the sentences that have the data: where it was noted, else the first one.

    What no longer stands in its passage is left out, and holds again should the passage read so again.
    """
    placed: dict[Place, tuple[FactNote, ...]] = {}
    for (source_id, paragraph), facts in stored.items():
        texts = library.sentence_texts(source_id, paragraph)
        for fact in facts:
            having = [address for address, text in texts.items() if fact.note.text in text]
            if having:
                at = next((address for address in having if address.sentence == fact.sentence), having[0])
                place = Place(source_id, at)
                placed[place] = (*placed.get(place, ()), fact.note)
    return placed
