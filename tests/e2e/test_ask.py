from __future__ import annotations

from tests.e2e.people import Group, card, labels, markup, press, quotations, text

QUESTION = "why does China resist sanctions?"


async def test_a_question_is_answered_from_both_sides_in_public(group: Group) -> None:
    shown = await group.ask(QUESTION)
    assert not shown.ephemeral
    read = text(shown)
    assert read.startswith(QUESTION)
    before, after = read.split("The other side")
    assert "Freeman (2017), ¶" in before and "Mastro (2021), ¶" in after
    assert "Verbatim from 2 of 2 sources." in after
    assert "Share" not in labels(shown)


async def test_every_excerpt_is_verbatim(group: Group) -> None:
    passages = [passage.text for source in group.bot.library(None).sources for passage in source.passages]
    shown = quotations(await group.ask(QUESTION))
    assert len(shown) == 4
    for quotation in shown:
        assert any(quotation in passage for passage in passages)


async def test_matched_words_are_bold(group: Group) -> None:
    assert "**sanctions**" in markup(await group.ask(QUESTION))


async def test_a_private_answer_is_seen_by_the_asker_alone_and_can_be_shared(group: Group) -> None:
    private = await group.ask(QUESTION, private=True)
    assert private.ephemeral
    shared = card(await press(group.ann, private, "Share"))
    assert not shared.ephemeral
    assert quotations(shared) == quotations(private)
