"""Notes, aliases and issues: kept with their revisions, refused with a sentence, undone like any change."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest
import pytest_asyncio

from knowledge.model import Issue, SentenceAddress
from knowledge.store.curating import LONGEST_ASK, MOST_ASKS, MOST_PASSAGES, StoredIssue, StoredNote
from knowledge.store.errors import (
    ConflictError,
    NothingToChangeError,
    TooManyError,
    UnknownAliasError,
    UnknownIssueError,
    UnknownPassageError,
    UnknownSourceError,
    UnstorableError,
)
from knowledge.store.keepers import MOST_ISSUES
from knowledge.store.store import Store
from knowledge.store.subjects import Subject
from knowledge.store.vocabulary import LONGEST_NAME, MOST_GROUPS, MOST_NAMES
from tests.conftest import ALDER, BIRCH, CEDAR, make_source
from tests.store.conftest import ANN, BEN, GUILD, OTHER

BREAD = Issue(
    id="bread",
    label="What did the tariff do to bread?",
    sentences=((ALDER.id, (SentenceAddress(1, 1),)), (BIRCH.id, (SentenceAddress(1, 1),))),
)


@pytest.fixture
def issues() -> tuple[Issue, ...]:
    return (BREAD,)


@pytest_asyncio.fixture
async def store(make_store: Callable[[], Store]) -> AsyncGenerator[Store]:
    store = make_store()
    await store.open()
    await store.add(GUILD, CEDAR, ANN)
    yield store
    await store.close()


async def test_a_note_is_kept_changed_taken_away_and_brought_back(store: Store) -> None:
    asks = ["  what drove\nbread prices? ", "what drove bread prices?", " ", "was it the harvest?"]
    added = await store.note(GUILD, CEDAR.id, 1, ANN, asks=asks, expected=0)
    assert (added.kind, added.subject) == ("added", Subject("note", CEDAR.id, 1))
    noted = await store.noted(GUILD, CEDAR.id, 1)
    assert noted == StoredNote(("what drove bread prices?", "was it the harvest?"), 2)
    edited = await store.note(GUILD, CEDAR.id, 1, BEN, asks=["was it the harvest?"], expected=2)
    assert (edited.kind, edited.before, edited.after) == (
        "edited",
        {"asks": list(noted.asks)},
        {"asks": ["was it the harvest?"]},
    )
    assert (await store.note(GUILD, CEDAR.id, 1, ANN, asks=[], expected=3)).kind == "removed"
    assert await store.noted(GUILD, CEDAR.id, 1) == StoredNote()
    await store.undo(GUILD, 4)
    assert (await store.noted(GUILD, CEDAR.id, 1)).asks == ("was it the harvest?",)
    await store.undo(GUILD, 3)
    assert (await store.noted(GUILD, CEDAR.id, 1)).asks == noted.asks
    await store.undo(GUILD, 2)
    assert (await store.noted(GUILD, CEDAR.id, 1)) == StoredNote()


async def test_a_note_on_a_shipped_essay_makes_no_copy_of_it(store: Store) -> None:
    await store.note(GUILD, ALDER.id, 1, ANN, asks=["was it dear?"], expected=0)
    library = await store.library(GUILD)
    assert [stored.source.id for stored in library.sources] == [CEDAR.id]
    assert library.notes == {(ALDER.id, 1): StoredNote(("was it dear?",), 2)}


async def test_a_note_stays_when_its_passage_is_edited_or_replaced(store: Store) -> None:
    await store.note(GUILD, CEDAR.id, 1, ANN, asks=["was it dear?"], expected=0)
    await store.edit_passage(GUILD, CEDAR.id, 1, BEN, "Quite other words.", expected=1)
    await store.add(GUILD, CEDAR, BEN)
    assert (await store.noted(GUILD, CEDAR.id, 1)).asks == ("was it dear?",)


async def test_two_who_note_one_passage_the_second_is_told(store: Store) -> None:
    await store.note(GUILD, CEDAR.id, 1, ANN, asks=["Ann's question?"], expected=0)
    with pytest.raises(ConflictError) as caught:
        await store.note(GUILD, CEDAR.id, 1, BEN, asks=["Ben's question?"], expected=0)
    assert (caught.value.yours, caught.value.theirs) == ({"asks": ["Ben's question?"]}, {"asks": ["Ann's question?"]})
    await store.note(GUILD, CEDAR.id, 2, BEN, asks=["Ben's question?"], expected=0)
    await store.note(GUILD, CEDAR.id, 1, ANN, asks=[], expected=2)
    with pytest.raises(ConflictError) as caught:
        await store.note(GUILD, CEDAR.id, 1, BEN, asks=["Ben's question?"], expected=2)
    assert caught.value.theirs is None


async def test_names_of_one_thing_are_kept_in_groups(store: Store) -> None:
    await store.set_alias(GUILD, ANN, "the  deal", ["Agreed Framework", "the Geneva text", "agreed frameworks"])
    (group,) = await store.aliases(GUILD)
    assert group.names == ("the deal", "Agreed Framework", "the Geneva text")
    await store.set_alias(GUILD, BEN, "The Deal", ["Agreed Framework"], expected=group.version)
    (group,) = await store.aliases(GUILD)
    assert group.names == ("The Deal", "Agreed Framework")
    with pytest.raises(ConflictError):
        await store.set_alias(GUILD, ANN, "the deal", ["the pact"], expected=2)
    await store.remove_alias(GUILD, ANN, "agreed framework")
    assert await store.aliases(GUILD) == ()
    await store.undo(GUILD, 4)
    assert [group.names for group in await store.aliases(GUILD)] == [("The Deal", "Agreed Framework")]
    assert await store.aliases(OTHER) == ()


async def test_an_undo_puts_no_name_into_two_groups(store: Store) -> None:
    await store.set_alias(GUILD, ANN, "the deal", ["the pact"])
    await store.remove_alias(GUILD, ANN, "the deal")
    await store.set_alias(GUILD, ANN, "the toll", ["the pact"])
    with pytest.raises(UnstorableError, match="already in the group of 'the toll'"):
        await store.undo(GUILD, 3)


async def test_a_group_may_join_names_that_are_known_but_not_two_things(store: Store) -> None:
    await store.set_alias(GUILD, ANN, "the hermits", ["DPRK", "North Korea"])
    with pytest.raises(UnstorableError, match="two different things"):
        await store.set_alias(GUILD, ANN, "the capital", ["Pyongyang", "Beijing"])


async def test_there_may_be_so_many_groups(store: Store) -> None:
    for n in range(MOST_GROUPS):
        await store.set_alias(GUILD, ANN, f"thing{n}", [f"name{n}"])
    with pytest.raises(TooManyError, match=str(MOST_GROUPS)):
        await store.set_alias(GUILD, ANN, "another toll", ["another levy"])
    await store.set_alias(GUILD, ANN, "thing5", ["changing one is possible"])


async def test_an_issue_is_created_renamed_and_pointed_at_passages(store: Store) -> None:
    passages = {CEDAR.id: (2, 1, 2), ALDER.id: [], BIRCH.id: [1]}
    added = await store.set_issue(GUILD, None, ANN, label=" Was the  Harvest to blame? ", passages=passages)
    assert added.subject == Subject("issue", "was-the-harvest-to-blame")
    issue_id = str(added.subject.id)
    issue = await store.issue(GUILD, issue_id)
    stored_passages = {CEDAR.id: (2, 1), BIRCH.id: (1,)}
    assert issue == StoredIssue(issue_id, "Was the Harvest to blame?", (), stored_passages, 2)
    await store.set_issue(
        GUILD, issue_id, BEN, label="The harvest", asks=["why was bread dear?"], passages=passages, expected=2
    )
    renamed = await store.issue(GUILD, issue_id)
    assert (renamed.label, renamed.asks, renamed.version) == ("The harvest", ("why was bread dear?",), 3)
    with pytest.raises(ConflictError):
        await store.set_issue(GUILD, issue_id, ANN, label="The rain", passages=passages, expected=2)
    second = await store.set_issue(GUILD, None, ANN, label="Was the harvest to blame?", passages={})
    assert second.subject.id == f"{issue_id}-2"
    assert [issue.id for issue in await store.issues(GUILD)] == [BREAD.id, issue_id, f"{issue_id}-2"]
    await store.remove_issue(GUILD, issue_id, ANN, expected=3)
    with pytest.raises(UnknownIssueError):
        await store.issue(GUILD, issue_id)
    await store.undo(GUILD, 5)
    assert (await store.issue(GUILD, issue_id)).label == "The harvest"


async def test_an_issue_that_ships_is_renamed_and_added_to_for_one_server(store: Store) -> None:
    assert await store.issues(GUILD) == (StoredIssue(BREAD.id, BREAD.label, shipped=True),)
    await store.set_issue(GUILD, BREAD.id, ANN, label="Bread", passages={CEDAR.id: [1]}, expected=0)
    assert await store.issues(GUILD) == (StoredIssue(BREAD.id, "Bread", (), {CEDAR.id: (1,)}, 2, shipped=True),)
    assert (await store.issue(OTHER, BREAD.id)).label == BREAD.label
    with pytest.raises(UnstorableError, match="already has the label"):
        await store.set_issue(OTHER, None, ANN, label=BREAD.label.upper(), passages={})
    await store.remove_issue(GUILD, BREAD.id, ANN, expected=2)
    assert (await store.issue(GUILD, BREAD.id)).label == BREAD.label
    with pytest.raises(NothingToChangeError):
        await store.remove_issue(GUILD, BREAD.id, ANN, expected=3)
    await store.undo(GUILD, 3)
    assert (await store.issue(GUILD, BREAD.id)).label == "Bread"
    await store.change_settings(OTHER, ANN, shipped=False)
    with pytest.raises(UnknownIssueError):
        await store.issue(OTHER, BREAD.id)


async def test_there_may_be_so_many_issues(store: Store) -> None:
    for n in range(MOST_ISSUES):
        await store.set_issue(GUILD, None, ANN, label=f"Issue {n}", passages={})
    with pytest.raises(TooManyError, match=str(MOST_ISSUES)):
        await store.set_issue(GUILD, None, ANN, label="One more", passages={})


Act = Callable[[Store], Awaitable[object]]


def _asks(*asks: str) -> Act:
    return lambda s: s.note(GUILD, CEDAR.id, 1, ANN, asks=asks, expected=0)


def _alias(name: str, *others: str) -> Act:
    return lambda s: s.set_alias(GUILD, ANN, name, others)


def _issue(label: str, passages: dict[str, list[int]] | None = None, issue_id: str | None = None) -> Act:
    return lambda s: s.set_issue(GUILD, issue_id, ANN, label=label, passages=passages or {})


MISTAKES: dict[str, tuple[type[Exception], Act]] = {
    "note on no source": (UnknownSourceError, lambda s: s.note(GUILD, "nobody", 1, ANN, asks=["why?"], expected=0)),
    "note on no passage": (UnknownPassageError, lambda s: s.note(GUILD, CEDAR.id, 3, ANN, asks=["why?"], expected=0)),
    "no note at all": (NothingToChangeError, _asks()),
    "no words": (UnstorableError, _asks("?!")),
    "half a character": (UnstorableError, _asks("why\ud800 so?")),
    "NUL": (UnstorableError, _asks("why\0 so?")),
    "a long question": (UnstorableError, _asks("why " * (LONGEST_ASK // 4) + "?")),
    "many questions": (TooManyError, _asks(*(f"why {n}?" for n in range(MOST_ASKS + 1)))),
    "one name": (UnstorableError, _alias("the deal")),
    "the same name twice": (UnstorableError, _alias("ledger", "Ledgers")),
    "stop words": (UnstorableError, _alias("the deal", "of the")),
    "no letters": (UnstorableError, _alias("the deal", "!!!")),
    "an empty name": (UnstorableError, _alias("", "the deal")),
    "a long name": (UnstorableError, _alias("the deal", "x" * (LONGEST_NAME + 1))),
    "a long first name": (UnstorableError, _alias("x" * 200, "the deal")),
    "NUL in the first name": (UnstorableError, _alias("the\0pact", "the deal")),
    "NUL in an id": (UnknownSourceError, lambda s: s.note(GUILD, "a\0b", 1, ANN, asks=["why?"], expected=0)),
    "half a character in an id": (UnknownIssueError, _issue("Bread", issue_id="a\ud800b")),
    "NUL in a name": (UnstorableError, _alias("the deal", "the\0pact")),
    "many names": (TooManyError, _alias("the deal", *(f"deal{n}" for n in range(MOST_NAMES)))),
    "a name of another group": (UnstorableError, _alias("the toll", "The Levies")),
    "no such alias": (UnknownAliasError, lambda s: s.remove_alias(GUILD, ANN, "the deal")),
    "another server's alias": (UnknownAliasError, lambda s: s.remove_alias(OTHER, ANN, "the levy")),
    "no label": (UnstorableError, _issue("  ")),
    "a long label": (UnstorableError, _issue("x" * 101)),
    "a label without words": (UnstorableError, _issue("…")),
    "no such issue": (UnknownIssueError, _issue("Bread", issue_id="nothing")),
    "an issue on no source": (UnknownSourceError, _issue("Bread", {"nobody": [1]})),
    "an issue on no passage": (UnknownPassageError, _issue("Bread", {CEDAR.id: [0]})),
    "an issue on many passages": (TooManyError, _issue("Bread", {"long": list(range(1, MOST_PASSAGES + 2))})),
    "no issue to remove": (UnknownIssueError, lambda s: s.remove_issue(GUILD, "nothing", ANN, 0)),
}


@pytest.mark.parametrize("mistake", MISTAKES)
async def test_a_mistake_is_one_sentence_and_changes_nothing(store: Store, mistake: str) -> None:
    await store.add(GUILD, make_source("long", "A B", *(f"Paragraph {n}." for n in range(MOST_PASSAGES + 1))))
    await store.set_alias(GUILD, ANN, "the levy", ["the impost"])
    before = await store.library(GUILD)
    kind, act = MISTAKES[mistake]
    with pytest.raises(kind, match=r"^[^\n]+\.$"):
        await act(store)
    assert await store.library(GUILD) == before


async def test_as_much_as_there_may_be_is_kept(store: Store) -> None:
    await store.add(GUILD, make_source("long", "A B", *(f"Paragraph {n}." for n in range(MOST_PASSAGES))))
    await store.note(
        GUILD, CEDAR.id, 1, ANN, asks=[f"why {n}?" for n in range(MOST_ASKS - 1)] + ["x" * LONGEST_ASK], expected=0
    )
    await store.set_alias(GUILD, ANN, "x" * LONGEST_NAME, [f"deal{n}" for n in range(MOST_NAMES - 1)])
    await store.set_issue(GUILD, None, ANN, label="x" * 100, passages={"long": range(1, MOST_PASSAGES + 1)})
    await store.set_issue(GUILD, None, ANN, label="Žlutý kůň 北", passages={})
    assert [issue.id for issue in await store.issues(GUILD)][1:] == ["x" * 60, "zluty-kun"]
