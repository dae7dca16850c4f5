"""/library add when something came between: the same source, a lost right, a restart."""

from __future__ import annotations

import pytest

from knowledge.search.library import Library
from knowledge.sources import markdown
from tests.conftest import ALDER, BIRCH, CEDAR
from tests.e2e.conftest import MakeBot
from tests.e2e.library.adding import (
    ESSAY,
    FIRST,
    QUESTION,
    TYPED,
    edit,
    ids,
    preview,
    send,
)
from tests.e2e.library.conftest import Desk
from tests.e2e.people import card, labels, press, quotations, text


class TestTwice:
    """A source that is there already, or that somebody else adds at the same time."""

    @pytest.fixture
    def library(self) -> Library:
        return Library([ALDER, BIRCH])

    async def test_the_same_file_again_is_said_to_be_the_same(self, desk: Desk) -> None:
        shown = await preview(desk, pasted=markdown.render(ALDER))
        assert "this is the same, word for word" in text(shown)
        assert labels(shown) == ["Add", "Edit", "Cancel"]

    async def test_a_changed_file_takes_its_place_where_the_moderator_says_so(self, desk: Desk) -> None:
        changed = ALDER.model_copy(update={"title": "Bread", "passages": ALDER.passages[:2]})
        shown = await preview(desk, pasted=markdown.render(changed))
        assert "Replace puts this in its place and changes: " in text(shown).replace("*", "")
        assert "paragraphs, title" in text(shown)
        await press(desk.mia, shown, "Replace")
        assert "Bread is in the library and searchable" in text(shown) and "(paragraphs: 2)" in text(shown)
        assert await ids(desk) == [ALDER.id, BIRCH.id]
        await press(desk.mia, shown, "Undo")
        assert (await desk.now()).source(ALDER.id) == ALDER

    async def test_or_stands_beside_it_under_a_new_id(self, desk: Desk) -> None:
        changed = ALDER.model_copy(update={"title": "Bread"})
        shown = await preview(desk, pasted=markdown.render(changed))
        assert "the new id is `alder-2001-2`" in text(shown) and "Alder (2001), Bread, ¶1" in text(shown)
        await press(desk.mia, shown, "Add")
        assert (await desk.now()).source("alder-2001-2").title == "Bread"
        assert (await desk.now()).source(ALDER.id) == ALDER

    async def test_near_duplicates_are_named_with_their_citations(self, desk: Desk) -> None:
        words = ALDER.passages[0].text.split()
        almost = " ".join([*words[:3], "very", *words[3:]])
        shown = await preview(desk, pasted=f"{FIRST}\n\n{almost}\n\n{BIRCH.passages[1].text}", **TYPED)
        read = text(shown)
        assert "¶3 is 100% like Birch (2005), ¶2." in read and "¶1 is " not in read
        share = next(line for line in read.split("\n") if line.startswith("¶2 is "))
        assert share.endswith("% like Alder (2001), ¶1.") and "100%" not in share

    async def test_of_many_near_duplicates_three_are_named(self, desk: Desk) -> None:
        shown = await preview(desk, pasted="\n\n".join(p.text for p in ALDER.passages), **TYPED)
        assert text(shown).count("like Alder (2001)") == 3
        assert f"{len(ALDER.passages) - 3} more paragraphs are like others in the library." in text(shown)

    async def test_a_new_version_of_a_source_is_not_called_a_duplicate_of_it(self, desk: Desk) -> None:
        shown = await preview(desk, pasted=markdown.render(ALDER.model_copy(update={"title": "Bread"})))
        assert "% like" not in text(shown)

    async def test_a_retired_source_is_not_forgotten(self, desk: Desk) -> None:
        await desk.shown("retire", source=ALDER.id)
        changed = ALDER.model_copy(update={"title": "Bread"})
        shown = await preview(desk, pasted=markdown.render(changed))
        assert "It is retired at present" in text(shown)
        await press(desk.mia, shown, "Replace")
        assert (await desk.now()).source(ALDER.id).title == "Bread"

    async def test_pressing_add_twice_adds_once(self, desk: Desk) -> None:
        """The source was added, Discord refused the card that says so, and the button is pressed once more."""
        shown = await preview(desk, pasted=markdown.render(CEDAR))
        desk.group.env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=503, code=0)
        await press(desk.mia, shown, "Add")
        assert (await ids(desk))[-1] == CEDAR.id
        await press(desk.mia, shown, "Add")
        assert "is in the library already, exactly so" in text(shown)
        assert await ids(desk) == [ALDER.id, BIRCH.id, CEDAR.id]
        assert await desk.store.version(desk.guild_id) == 1

    async def test_of_two_moderators_who_add_the_same_id_the_second_is_told(self, desk: Desk) -> None:
        mine = await preview(desk, pasted=markdown.render(CEDAR))
        theirs = CEDAR.model_copy(update={"title": "Theirs"})
        other = card(await send(desk, desk.max, {"pasted": markdown.render(theirs)}))
        await press(desk.max, other, "Add")
        await press(desk.mia, mine, "Add")
        assert "The library was changed after this preview was made" in text(mine)
        assert "Theirs" in text(mine) and labels(mine) == ["Add", "Replace", "Edit", "Cancel"]
        assert (await desk.now()).source(CEDAR.id).title == "Theirs"
        await press(desk.mia, mine, "Replace")
        assert (await desk.now()).source(CEDAR.id) == CEDAR

    async def test_an_edit_between_preview_and_replace_is_not_overwritten(self, desk: Desk) -> None:
        changed = ALDER.model_copy(update={"title": "Bread"})
        shown = await preview(desk, pasted=markdown.render(changed))
        await desk.store.edit_passage(desk.guild_id, ALDER.id, 1, desk.max.id, "Bread became dear.", expected=0)
        await press(desk.mia, shown, "Replace")
        assert "The library was changed after this preview was made" in text(shown)
        assert (await desk.now()).source(ALDER.id).passages[0].text == "Bread became dear."


class TestRight:
    async def test_the_command_is_for_moderators(self, desk: Desk, refused: str) -> None:
        assert refused in text(card(await desk.eve.slash(desk.group.channel, "library add")))

    @pytest.mark.parametrize("label", ["Add", "Edit", "Cancel"])
    async def test_who_lost_the_right_since_the_preview_can_do_nothing_with_it(
        self, desk: Desk, refused: str, label: str
    ) -> None:
        shown = await preview(desk, pasted=ESSAY, **TYPED)
        await desk.group.bot.http.delete_role(desk.guild_id, desk.group.guild.roles["moderators"].id)
        assert refused in text(card(await press(desk.mia, shown, label)))
        assert await ids(desk) == ["freeman-2017", "mastro-2021"]

    @pytest.mark.parametrize("name", ["add", "draft"])
    async def test_who_lost_it_while_a_form_was_open_is_refused_and_given_the_text_back(
        self, desk: Desk, refused: str, name: str
    ) -> None:
        if name == "add":
            opened = await desk.run("add")
        else:
            opened = await press(desk.mia, await preview(desk, pasted=ESSAY, **TYPED), "Edit")
        await desk.group.bot.http.delete_role(desk.guild_id, desk.group.guild.roles["moderators"].id)
        shown = card(
            await desk.mia.submit_modal(opened, {"title": "Mine", **({"pasted": ESSAY} if name == "add" else {})})
        )
        assert refused in text(shown) and "Mine" in text(shown)
        assert await ids(desk) == ["freeman-2017", "mastro-2021"]


class TestRestart:
    async def test_a_preview_works_after_a_restart(self, desk: Desk, make_bot: MakeBot) -> None:
        shown = await preview(desk, pasted=ESSAY, **TYPED)
        await desk.group.env.restart_bot(make_bot())
        await edit(desk, shown, side="Traders")
        await press(desk.mia, shown, "Add")
        assert "is in the library and searchable" in text(shown)
        assert quotations(await desk.group.ask(QUESTION))[0] == FIRST

    async def test_a_form_that_was_open_during_a_restart_can_be_sent(self, desk: Desk, make_bot: MakeBot) -> None:
        opened = await desk.run("add")
        await desk.group.env.restart_bot(make_bot())
        shown = card(await desk.mia.submit_modal(opened, {"pasted": ESSAY, **TYPED}))
        assert text(shown).startswith("Preview")

    @pytest.mark.parametrize("label", ["Add", "Edit", "Cancel"])
    async def test_a_preview_whose_file_is_gone_says_what_to_do(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, label: str
    ) -> None:
        shown = await preview(desk, pasted=ESSAY, **TYPED)
        desk.group.env.backend.cdn._blobs.clear()  # pyright: ignore[reportPrivateUsage]  Discord deletes files after a while
        result = await press(desk.mia, shown, label)
        told = text((result.followups or [result.response])[0])
        assert "can no longer be fetched from Discord, so nothing was added" in told
