"""What members propose: kept, limited, decided once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from knowledge.store.errors import (
    AlreadyDecidedError,
    TooManyError,
    UnknownPassageError,
    UnknownSourceError,
    UnknownSuggestionError,
    UnstorableError,
)
from knowledge.store.store import Store
from knowledge.store.suggestions import LONGEST_REMARK, LONGEST_TEXT, MOST_OPEN, MOST_OPEN_OF_ONE
from tests.conftest import ALDER, CEDAR
from tests.store.conftest import ANN, BEN, GUILD, OTHER

CARL = 73


async def test_a_suggestion_is_kept_until_it_is_decided(store: Store) -> None:
    first = await store.suggest(GUILD, CARL, "passage", None, None, "  A new passage.\n", "Found in the **archive**.")
    second = await store.suggest(GUILD, CARL, "correction", ALDER.id, 2, "A customs officer counted 341 ships.")
    assert (first.id, first.text, first.remark, second.id) == (1, "A new passage.", "Found in the **archive**.", 2)
    assert await store.suggestions(GUILD) == [first, second]
    assert await store.suggestions(OTHER) == []
    assert await store.version(GUILD) == 0, "the library did not change"
    declined = await store.decide(GUILD, first.id, ANN, "declined")
    assert (declined.state, declined.decided_by) == ("declined", ANN)
    assert await store.suggestion(GUILD, first.id) == declined
    assert await store.suggestions(GUILD) == [second]
    assert await store.suggestions(GUILD, state="declined") == [declined]
    third = await store.suggest(GUILD, CARL, "passage", ALDER.id, None, "Another passage.")
    assert third.id == 3


async def test_of_two_who_decide_at_once_the_second_is_told(make_store: Callable[[], Store], store: Store) -> None:
    other = make_store()
    suggestion = await store.suggest(GUILD, CARL, "passage", None, None, "A new passage.")
    decisions = await asyncio.gather(
        store.decide(GUILD, suggestion.id, ANN, "accepted"),
        other.decide(GUILD, suggestion.id, BEN, "declined"),
        return_exceptions=True,
    )
    (refused,) = [decision for decision in decisions if isinstance(decision, AlreadyDecidedError)]
    kept = await store.suggestion(GUILD, suggestion.id)
    assert (refused.state, refused.who) == (kept.state, kept.decided_by)
    await other.close()


async def test_one_member_has_so_many_open_at_most(store: Store) -> None:
    for _ in range(MOST_OPEN_OF_ONE):
        await store.suggest(GUILD, CARL, "passage", None, None, "A new passage.")
    with pytest.raises(TooManyError, match=f"^{MOST_OPEN_OF_ONE} suggestions of yours"):
        await store.suggest(GUILD, CARL, "passage", None, None, "One more.")
    await store.suggest(GUILD, BEN, "passage", None, None, "Somebody else's.")
    await store.suggest(OTHER, CARL, "passage", None, None, "In another server.")
    await store.decide(GUILD, 1, ANN, "declined")
    await store.suggest(GUILD, CARL, "passage", None, None, "One more.")


async def test_a_server_has_so_many_open_at_most(store: Store) -> None:
    for n in range(MOST_OPEN):
        await store.suggest(GUILD, 1000 + n // MOST_OPEN_OF_ONE, "passage", None, None, f"Passage {n}.")
    with pytest.raises(TooManyError, match=f"{MOST_OPEN} open suggestions"):
        await store.suggest(GUILD, CARL, "passage", None, None, "One more.")
    assert len(await store.suggestions(GUILD)) == MOST_OPEN
    await store.decide(GUILD, 7, ANN, "declined")
    await store.suggest(GUILD, CARL, "passage", None, None, "One more.")


async def test_at_the_same_time_no_more_than_that_get_in(make_store: Callable[[], Store], store: Store) -> None:
    other = make_store()
    results = await asyncio.gather(
        *((store, other)[n % 2].suggest(GUILD, CARL, "passage", None, None, f"Passage {n}.") for n in range(8)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, TooManyError) for result in results) == 3
    assert [suggestion.id for suggestion in await store.suggestions(GUILD)] == [1, 2, 3, 4, 5]
    await other.close()


Act = Callable[[Store], Awaitable[object]]
MISTAKES: dict[str, tuple[type[Exception], Act]] = {
    "no text": (UnstorableError, lambda s: s.suggest(GUILD, CARL, "passage", None, None, " \n ")),
    "long text": (UnstorableError, lambda s: s.suggest(GUILD, CARL, "passage", None, None, "x" * (LONGEST_TEXT + 1))),
    "long remark": (
        UnstorableError,
        lambda s: s.suggest(GUILD, CARL, "passage", None, None, "x", "x" * (LONGEST_REMARK + 1)),
    ),
    "NUL": (UnstorableError, lambda s: s.suggest(GUILD, CARL, "passage", None, None, "a\0b")),
    "half a character": (UnstorableError, lambda s: s.suggest(GUILD, CARL, "passage", None, None, "x", "a\ud800b")),
    "correction of nothing": (UnstorableError, lambda s: s.suggest(GUILD, CARL, "correction", ALDER.id, None, "x")),
    "no such source": (UnknownSourceError, lambda s: s.suggest(GUILD, CARL, "passage", "nobody", None, "x")),
    "another server's source": (UnknownSourceError, lambda s: s.suggest(GUILD, CARL, "correction", CEDAR.id, 1, "x")),
    "no such passage": (UnknownPassageError, lambda s: s.suggest(GUILD, CARL, "correction", ALDER.id, 9, "x")),
    "nothing to decide": (UnknownSuggestionError, lambda s: s.decide(GUILD, 1, ANN, "accepted")),
    "another server's": (UnknownSuggestionError, lambda s: s.suggestion(GUILD, 1)),
}


@pytest.mark.parametrize("mistake", MISTAKES)
async def test_a_mistake_is_one_sentence_and_keeps_nothing(store: Store, mistake: str) -> None:
    await store.add(OTHER, CEDAR)
    await store.suggest(OTHER, CARL, "passage", None, None, "A new passage.")
    kind, act = MISTAKES[mistake]
    with pytest.raises(kind, match=r"^[^\n]+\.$"):
        await act(store)
    assert await store.suggestions(GUILD) == []


async def test_the_longest_text_is_kept_as_it_is(store: Store) -> None:
    text, remark = "“北” `x` @everyone\n" * 222 + "x" * 4, "y" * LONGEST_REMARK
    assert len(text) == LONGEST_TEXT
    await store.suggest(GUILD, CARL, "passage", None, None, text, remark)
    (kept,) = await store.suggestions(GUILD)
    assert (kept.text, kept.remark) == (text, remark)
