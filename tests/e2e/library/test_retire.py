"""/library retire and restore."""

from __future__ import annotations

from tests.e2e.library.conftest import Desk
from tests.e2e.people import card, labels, press, quotations, text

QUESTION = "why does China resist sanctions?"


async def test_what_is_retired_is_in_no_answer_until_it_is_restored(desk: Desk) -> None:
    assert "Freeman (2017)" in text(await desk.group.ask(QUESTION))
    shown = await desk.shown("retire", source="freeman-2017")
    assert shown.ephemeral and "is retired" in text(shown) and "Answers follow it from now on." in text(shown)
    assert "Freeman (2017)" not in text(await desk.group.ask(QUESTION))
    assert await desk.choices("retire", "source") == ["China’s Dangerous Double Game in North Korea (Mastro, 2021)"]
    assert len(await desk.choices("restore", "source")) == 1
    restored = await desk.shown("restore", source="freeman")
    assert "is back in the answers" in text(restored)
    assert "Freeman (2017)" in text(await desk.group.ask(QUESTION))
    assert await desk.choices("restore", "source") == []


async def test_it_can_be_undone_and_the_undo_undone(desk: Desk) -> None:
    shown = await desk.run("retire", source="freeman-2017")
    assert labels(card(shown)) == ["Undo"]
    await press(desk.mia, card(shown), "Undo")
    assert "Entry 1 is taken back." in text(card(shown))
    assert "Freeman (2017)" in text(await desk.group.ask(QUESTION))
    await press(desk.mia, card(shown), "Undo")
    assert "Entry 2 is taken back." in text(card(shown))
    assert "Freeman (2017)" not in text(await desk.group.ask(QUESTION))


async def test_an_undo_of_what_changed_again_says_what_to_do(desk: Desk) -> None:
    shown = await desk.shown("retire", source="freeman-2017")
    await desk.shown("restore", source="freeman-2017")
    told = text(card(await press(desk.mia, shown, "Undo")))
    assert "was changed again since" in told and "/library history" in told
    assert "Freeman (2017)" in text(await desk.group.ask(QUESTION))


async def test_what_is_not_there_is_said(desk: Desk) -> None:
    assert "There is no source “Kissinger”" in text(await desk.shown("retire", source="Kissinger"))
    assert "There is no source “mastro-2021”" in text(await desk.shown("restore", source="mastro-2021"))


class TestParagraphs:
    async def test_one_paragraph_goes_and_comes_back_and_no_citation_moves(self, desk: Desk) -> None:
        before = text(await desk.group.ask(QUESTION))
        number = int(before.split("Freeman (2017), ¶")[1].split("\n")[0])
        shown = await desk.shown("retire", source="freeman-2017", paragraph=number)
        assert f"¶{number} of Assessing China’s Leadership in the North Korean Crisis is retired" in text(shown)
        assert f"Freeman (2017), ¶{number}\n" not in text(await desk.group.ask(QUESTION))
        assert [len(source.passages) for source in (await desk.now()).sources] == [12, 18]
        assert [name.split()[0] for name in await desk.choices("restore", "paragraph", source="freeman-2017")] == [
            f"¶{number}"
        ]
        assert f"¶{number}" not in [
            name.split()[0] for name in await desk.choices("retire", "paragraph", source="freeman-2017")
        ]
        await desk.shown("restore", source="freeman-2017", paragraph=number)
        assert text(await desk.group.ask(QUESTION)) == before

    async def test_its_text_is_shown_nowhere(self, desk: Desk) -> None:
        asked = await desk.group.ask(QUESTION)
        words = quotations(asked)[0]
        number = int(text(asked).split(", ¶")[1].split("\n")[0])
        source = "freeman-2017" if "1 · Freeman" in text(asked) else "mastro-2021"
        await desk.shown("retire", source=source, paragraph=number)
        opened = [
            card(await desk.group.ann.slash(desk.group.channel, "read", source=source, paragraph=number)),
            card(await press(desk.group.ann, asked, "In context")),
        ]
        for shown in opened:
            assert "The moderators took this paragraph out." in text(shown) and words not in text(shown)
            assert "Suggest a correction" not in labels(shown)
        beside = card(await desk.group.ann.slash(desk.group.channel, "read", source=source, paragraph=number - 1))
        assert "took this paragraph out" in text(beside)
        refused = await desk.group.ann.slash(desk.group.channel, "suggest", source=source, paragraph=number)
        assert refused.modal is None and "nothing to correct" in text(card(refused))

    async def test_what_is_retired_already_is_said_to_be(self, desk: Desk) -> None:
        await desk.shown("retire", source="mastro-2021", paragraph=3)
        assert "already is retired" in text(await desk.shown("retire", source="mastro-2021", paragraph=3))
        assert "is not retired" in text(await desk.shown("restore", source="mastro-2021", paragraph=4))
        assert "has paragraphs 1 to 18, not 19" in text(await desk.shown("retire", source="mastro-2021", paragraph=19))
