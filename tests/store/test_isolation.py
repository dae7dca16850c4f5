"""Never a word of one server's library in another's: whatever is kept, wherever it could show."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot import lookup
from knowledge.answers import comparing
from knowledge.answers.answering import answer
from knowledge.answers.suggesting import suggestions
from knowledge.errors import KnowledgeError
from knowledge.model import Issue, SentenceAddress
from knowledge.search.library import Library
from knowledge.search.similar import similar
from knowledge.shelf import Shelf
from knowledge.sources import markdown
from knowledge.store.store import Store
from tests.conftest import ALDER, BIRCH, BREAD, make_source
from tests.store.conftest import ANN, BEN, GUILD, OTHER

SECRET = "zanzibar"
"""Stands in everything that one server has."""
SHIPPED = Issue(id="bread", label="Bread", sentences=((ALDER.id, (SentenceAddress(1, 1),)),))
QUESTIONS = (
    BREAD,
    f"what of {SECRET}?",
    "who is Zed Zanzibari?",
    "the price of zanzibarr",
    "hello",
    "what does Zanzibari say?",
)


async def _fill(store: Store) -> None:
    """Give the first server something of every kind, with the secret in all of it."""
    text = f"The harbour tariff of {SECRET} raised the price of bread."
    source = make_source(SECRET, "Zed Zanzibari", text, f"More of {SECRET}.", side=SECRET)
    await store.change_settings(GUILD, ANN, keep_questions=True, moderator_role=77)
    await store.add(GUILD, source.model_copy(update={"title": f"On {SECRET}"}), ANN)
    await store.edit_passage(GUILD, ALDER.id, 1, ANN, f"Bread in {SECRET}.", expected=0)
    await store.retire(GUILD, SECRET, ANN, 2)
    await store.note(GUILD, BIRCH.id, 1, ANN, asks=[f"was it {SECRET}?"], expected=0)
    await store.set_alias(GUILD, ANN, SECRET, ["harbour tariff"])
    await store.set_issue(GUILD, None, ANN, label=f"Is it {SECRET}?", passages={SECRET: [1], ALDER.id: [1]})
    await store.set_issue(
        GUILD, SHIPPED.id, ANN, label=f"Bread of {SECRET}", asks=[f"{SECRET}?"], passages={SECRET: [1]}
    )
    await store.suggest(GUILD, BEN, "correction", SECRET, 1, f"A passage on {SECRET}.", f"From {SECRET}.")
    await store.feedback(GUILD, BEN, "a1", False, f"why {SECRET}?", "nothing")


def _of_library(library: Library) -> list[object]:
    answers = [answer(library, question) for question in QUESTIONS]
    return [
        *(a.model_copy(update={"question": ""}) for a in answers),
        suggestions(library),
        [(c.name, c.value) for typed in ("", "z") for c in lookup.source_choices(library, typed)],
        [(c.name, c.value) for typed in ("", "z") for c in lookup.author_choices(library, typed)],
        comparing.issues_like(library, SECRET, 25),
        library.sources,
        library.issues,
        library.spellings.keys(),
        library.analyzer.words,
        library.notes.curation,
        similar(library, f"The harbour tariff of {SECRET} raised the price of bread."),
        list(library.vocabulary),
    ]


ERRORS: tuple[Callable[[Store, int], Awaitable[object]], ...] = (
    lambda s, guild: s.source(guild, "zed"),
    lambda s, guild: s.add(guild, make_source("nul", "A B", "a\0b")),
    lambda s, guild: s.undo(guild, 3),
    lambda s, guild: s.note(guild, "zed", 1, ANN, asks=["why?"], expected=0),
    lambda s, guild: s.note(guild, ALDER.id, 1, ANN, asks=["why?"], expected=3),
    lambda s, guild: s.remove_alias(guild, ANN, "the toll"),
    lambda s, guild: s.set_alias(guild, ANN, "Pyongyang", ["Beijing"]),
    lambda s, guild: s.set_issue(guild, None, ANN, label="bread", passages={}),
    lambda s, guild: s.issue(guild, "zed"),
    lambda s, guild: s.decide(guild, 1, ANN, "accepted"),
    lambda s, guild: s.suggest(guild, BEN, "correction", ALDER.id, 99, "text"),
)


async def _of_store(store: Store, guild: int) -> list[object]:
    seen: list[object] = [
        await store.library(guild),
        await store.changed_since(guild, 0),
        await store.history(guild),
        [markdown.render(source) for source in await store.export(guild)],
        await store.settings(guild),
        await store.aliases(guild),
        await store.issues(guild),
        [await store.suggestions(guild, state=state) for state in ("open", "accepted", "declined")],
        await store.gaps(guild),
        [await store.noted(guild, source_id, 1) for source_id in (ALDER.id, BIRCH.id)],
        [(await store.source(guild, source_id)).source for source_id in (ALDER.id, BIRCH.id)],
        await store.compare(guild, [ALDER, BIRCH]),
    ]
    for act in ERRORS:
        try:
            seen.append(await act(store, guild))
        except KnowledgeError as error:
            seen.append((error, vars(error)))
    return seen


async def test_nothing_of_one_server_shows_in_another(make_store: Callable[[], Store], store: Store) -> None:
    shared = Library([ALDER, BIRCH])
    shelf = Shelf(Store(store._database, shared.sources, [SHIPPED]), shared)  # pyright: ignore[reportPrivateUsage]
    await _fill(shelf.store)
    await shelf.store.add(
        OTHER, make_source("dove", "Dee Dove", "The harbour tariff had no part in the price of bread.")
    )
    ours = [*_of_library(await shelf.library(GUILD)), *await _of_store(shelf.store, GUILD)]
    assert sum(SECRET in repr(seen).casefold() for seen in ours) > 15, "the secret does show where it belongs"
    for guild in (OTHER, 3):
        seen = [*_of_library(await shelf.library(guild)), *await _of_store(store, guild)]
        assert [thing for thing in seen if "zanzibar" in repr(thing).casefold()] == []
    assert [thing for thing in _of_library(await shelf.library(None)) if "zanzibar" in repr(thing).casefold()] == []
