"""Whatever is changed and undone, in whatever order: the live library answers as one that is built afresh."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from itertools import count
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answers.answering import answer
from knowledge.model import Issue, SentenceAddress, Source
from knowledge.search.library import Library
from knowledge.shelf import Shelf
from knowledge.sources.curation import Curation, Note, Place
from knowledge.store.curating import StoredIssue
from knowledge.store.database import Database
from knowledge.store.errors import StoreError
from knowledge.store.store import Store
from tests.conftest import ALDER, BIRCH, BREAD, CEDAR, FILLER, make_source
from tests.store.conftest import ANN

QUESTIONS = (
    BREAD,
    "who burned the old ledgers?",
    "did the harbor tarif close bakeries in 1902",
    "what did the grainstores cost?",
    "orchestras and volcanos",
    "what does Birch say about customs revenue?",
    "is bread cheap?",
)
SOURCES = (
    CEDAR,
    CEDAR.model_copy(update={"side": "Crown", "passages": CEDAR.passages[:1]}),
    make_source("dove", "Dee Dove", "The grain-stores cost more than all the bread of the harbour.", *FILLER[1:3]),
    make_source("dove", "Dee Dove", "Bread was cheap in 1902, whatever the tariff.", "Nobody burned a ledger."),
    make_source("elm", "Ann Alder", "The tariff was 12 percent of the price of bread.", side="Traders"),
)
ESSAYS = (ALDER.model_copy(update={"title": "Bread and Ledgers"}), BIRCH)
CURATION = Curation(
    {
        Place(ALDER.id, SentenceAddress(1, 1)): Note.model_validate(
            {
                "at": "1.1",
                "begins": "The harbour",
                "asks": ("did the toll make food dear?",),
                "counterpoints": (f"{BIRCH.id} 1.1",),
            }
        )
    },
    (
        Issue(
            id="bread",
            label="What did the tariff do to bread?",
            sentences=((ALDER.id, (SentenceAddress(1, 1),)), (BIRCH.id, (SentenceAddress(1, 1),))),
        ),
    ),
)
TEXTS = ("Bakers of bread feared the tariff.", "Ledgers, grain-stores and volcanoes.", "It was so.")


LABELS = ("Did the tariff make bread dear?", "Bread and ledgers", "Volcanoes")
NAMES = ("the toll", "harbour tariff", "Old Ledgers", "cornbin", "grain-stores", "bread")


class Act(NamedTuple):
    """Something a moderator does."""

    kind: str
    source: Source
    number: int
    text: str
    fields: Mapping[str, Any]

    async def do(self, store: Store, guild: int) -> object:
        source_id, label, name = self.source.id, LABELS[self.number % 3], NAMES[self.number]
        if self.kind == "add":
            return await store.add(guild, self.source)
        source = (await store.source(guild, source_id)).source
        retired = [passage.number for passage in source.passages if passage.retired]
        paragraph = (self.number - 1) % len(source.passages) + 1
        passages = {source_id: (paragraph, 1)}
        match self.kind:
            case "passage":
                seen = (await store.source(guild, source_id)).passages
                return await store.edit_passage(guild, source_id, paragraph, ANN, self.text, seen[paragraph - 1])
            case "edit":
                version = (await store.source(guild, source_id)).version
                return await store.edit(guild, source_id, ANN, self.fields, version)
            case "retire":
                return await store.retire(guild, source_id)
            case "restore":
                return await store.restore(guild, source_id)
            case "retire passage":
                return await store.retire(guild, source_id, ANN, paragraph)
            case "restore passage":
                return await store.restore(guild, source_id, ANN, retired[0] if retired else paragraph)
            case "note":
                noted = await store.noted(guild, source_id, paragraph)
                asks = () if noted.asks else QUESTIONS[self.number - 1 : self.number + 1]
                return await store.note(guild, source_id, paragraph, ANN, asks=asks, expected=noted.version)
            case "issue":
                return await store.set_issue(guild, None, ANN, label=label, passages=passages)
            case "change issue":
                issues = await store.issues(guild)
                issue = issues[self.number % len(issues)] if issues else StoredIssue("none", label)
                return await store.set_issue(
                    guild, issue.id, ANN, label=label, asks=(self.text,), passages=passages, expected=issue.version
                )
            case "alias":
                return await store.set_alias(guild, ANN, name, [NAMES[self.number - 1]])
            case "remove alias":
                groups = await store.aliases(guild)
                return await store.remove_alias(guild, ANN, groups[0].names[-1] if groups else name)
            case "undo":
                return await store.undo(guild, await store.version(guild) - self.number + 1)
            case "shipped":
                return await store.change_settings(guild, ANN, shipped=self.number > 2)
            case _:
                return await store.change_settings(guild, ANN, private=self.number > 2)


FIELDS: tuple[Mapping[str, Any], ...] = (
    {"title": "Ledgers"},
    {"authors": ("Bob Birch",)},
    {"side": None},
    {"published": "2001"},
)
OFTEN = ("add", "passage", "edit", "retire", "restore", "retire passage", "restore passage", "note", "issue")
acts = st.builds(
    Act,
    # What loads all afresh is rare, and so is what is rarely done.
    kind=st.sampled_from(
        (*OFTEN * 2, *("undo", "change issue") * 3, "alias", "alias", "remove alias", "shipped", "private")
    ),
    source=st.sampled_from((*SOURCES * 2, *ESSAYS)),
    number=st.integers(1, 5),
    text=st.sampled_from(TEXTS),
    fields=st.sampled_from(FIELDS),
)
guilds = count(1)


def _rounded(number: str) -> float:
    """Sums in another order differ in their last digits."""
    return round(float(number), 9)


def said(library: Library) -> list[Any]:
    assert not any(p.retired for indexed in map(library.indexed, library.slots()) for p in [indexed.passage])
    return [json.loads(answer(library, q).model_dump_json(), parse_float=_rounded) for q in QUESTIONS]


@settings(
    max_examples=18,
    deadline=None,
    derandomize=True,
    # The database is shared by all examples; each has a server of its own.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sequence=st.lists(acts, min_size=3, max_size=12))
def test_the_live_library_answers_as_one_built_afresh(url: str, sequence: list[Act]) -> None:
    guild = next(guilds)

    async def check() -> None:
        shared = Library([ALDER, BIRCH], CURATION)
        store = Store(Database(url), shared.sources, shared.issues)
        await store.open()
        live = Shelf(store, shared)
        for source in SOURCES:
            await store.add(guild, source)
        await live.library(guild)
        try:
            for act in sequence:
                before = await store.version(guild)
                try:
                    await act.do(store, guild)
                except StoreError:
                    assert await store.version(guild) == before, "what is refused changes nothing"
                await live.library(guild)
            afresh = await Shelf(store, shared).library(guild)
            library = await live.library(guild)
            assert library.sources == afresh.sources
            assert library.notes.curation == afresh.notes.curation
            assert said(await live.library(guild)) == said(afresh)
        finally:
            await store.close()

    asyncio.run(check())
