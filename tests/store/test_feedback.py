"""Votes on answers, and the questions that a library answers badly."""

from __future__ import annotations

import pytest

from knowledge.store.errors import UnstorableError
from knowledge.store.feedback import MOST_VOTES_OF_ONE
from knowledge.store.store import Store
from tests.store.conftest import ANN, BEN, GUILD, OTHER


async def _gaps(store: Store, guild_id: int = GUILD) -> list[tuple[str | None, str, int, int]]:
    return [(gap.question, gap.verdict, gap.unhelpful, gap.helpful) for gap in await store.gaps(guild_id)]


async def test_a_member_has_one_vote_on_an_answer(store: Store) -> None:
    for helpful in (False, True, False):
        await store.feedback(GUILD, ANN, "a1", helpful, "why?", "nearest")
    assert await _gaps(store) == [(None, "nearest", 1, 0)]
    await store.feedback(GUILD, BEN, "a1", True, "why?", "nearest")
    assert await _gaps(store) == []
    assert await _gaps(store, OTHER) == []


async def test_the_worst_come_first_and_differently_typed_questions_are_one(store: Store) -> None:
    await store.change_settings(GUILD, ANN, keep_questions=True)
    await store.feedback(GUILD, ANN, "a1", False, "Why  so DEAR?", "nearest")
    await store.feedback(GUILD, ANN, "a2", False, "who?", "nothing")
    await store.feedback(GUILD, BEN, "a3", False, "why so dear?", "nothing")
    assert await _gaps(store) == [("why so dear?", "nothing", 2, 0), ("who?", "nothing", 1, 0)]


async def test_no_text_is_kept_unless_the_server_says_so(store: Store) -> None:
    await store.feedback(GUILD, ANN, "a1", False, "a secret?", "nothing")
    await store.change_settings(GUILD, ANN, keep_questions=True)
    await store.feedback(GUILD, ANN, "a2", False, "x\0" + "y" * 2000, "nothing")
    await store.feedback(OTHER, ANN, "a2", False, "why?", "nothing")
    questions = {gap.question for gap in await store.gaps(GUILD)}
    assert questions == {None, "x " + "y" * 998}
    await store.change_settings(GUILD, ANN, keep_questions=False)
    assert {gap.question for gap in await store.gaps(GUILD)} == {None}
    await store.undo(GUILD, 2)
    assert {gap.question for gap in await store.gaps(GUILD)} == {None}, "what was deleted is gone"
    assert [gap.question for gap in await store.gaps(OTHER)] == [None]


async def test_the_oldest_votes_of_a_member_go(store: Store) -> None:
    await store.feedback(GUILD, BEN, "first", False, None, "nothing")
    for n in range(MOST_VOTES_OF_ONE + 2):
        await store.feedback(GUILD, ANN, f"a{n}", False, None, "nothing")
    assert (await store.what_is_kept(ANN)).votes == MOST_VOTES_OF_ONE
    assert (await store.what_is_kept(BEN)).votes == 1
    await store.feedback(GUILD, ANN, f"a{MOST_VOTES_OF_ONE}", True, None, "nothing")
    assert (await store.what_is_kept(ANN)).votes == MOST_VOTES_OF_ONE, "changing a vote makes none go"


@pytest.mark.parametrize(("key", "verdict"), [("", "nothing"), ("x" * 81, "nothing"), ("a1", "x" * 21)])
async def test_what_is_no_key_of_an_answer_is_refused(store: Store, key: str, verdict: str) -> None:
    with pytest.raises(UnstorableError):
        await store.feedback(GUILD, ANN, key, False, None, verdict)
