"""/library edit: metadata and passages, and two moderators at once."""

from __future__ import annotations

import pytest
import simcord
from simcord.actors import MemberActor

from bot.forms import LONGEST_TEXT
from knowledge.model import Passage, Source
from knowledge.search.library import Library
from tests.conftest import ALDER, BIRCH, CEDAR
from tests.e2e.conftest import MakeBot
from tests.e2e.library.conftest import Desk, fields
from tests.e2e.people import Shown, card, labels, markup, press, quotations, text

BREAD = "did the harbour tariff raise the price of bread?"
ZINC = "The harbour tariff made zinc kettles a rarity, and bread dear."


@pytest.fixture
def library() -> Library:
    return Library([ALDER, BIRCH, CEDAR])


async def open_passage(desk: Desk, number: int = 1, who: MemberActor | None = None) -> simcord.InteractionResult:
    person = who or desk.mia
    return await person.slash(desk.group.channel, "library edit", source="alder-2001", paragraph=number)


async def open_source(desk: Desk, who: MemberActor | None = None) -> simcord.InteractionResult:
    return await (who or desk.mia).slash(desk.group.channel, "library edit", source="alder-2001")


async def send(desk: Desk, opened: simcord.InteractionResult, **values: str) -> Shown:
    """Let Mia change some fields of a form and send it; return the card."""
    return card(await desk.mia.submit_modal(opened, {**fields(opened), **values}))


async def source(desk: Desk, source_id: str = "alder-2001") -> Source:
    return (await desk.now()).source(source_id)


class TestPassage:
    async def test_the_next_question_finds_the_new_words_and_no_longer_the_old(self, desk: Desk) -> None:
        assert any("Bakers closed" in quote for quote in quotations(await desk.group.ask("when did bakers close?")))
        opened = await open_passage(desk)
        assert fields(opened) == {"text": ALDER.passages[0].text}
        shown = await send(desk, opened, text=ZINC)
        assert shown.ephemeral and "¶1 of Essay alder-2001 reads as you wrote it." in text(shown)
        found = quotations(await desk.group.ask("what became of zinc kettles?"))
        assert found[0] == ZINC
        assert not any("Bakers closed" in quote for quote in quotations(await desk.group.ask("when did bakers close?")))

    async def test_citations_of_other_passages_do_not_move(self, desk: Desk) -> None:
        before = (await source(desk)).passages
        await send(desk, await open_passage(desk, 2), text="One sentence.")
        after = (await source(desk)).passages
        assert [p for p in after if p.number != 2] == [p for p in before if p.number != 2]
        assert after[1].text == "One sentence."

    async def test_it_can_be_undone(self, desk: Desk) -> None:
        shown = await send(desk, await open_passage(desk), text=ZINC)
        await press(desk.mia, shown, "Undo")
        assert (await source(desk)).passages == ALDER.passages

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ("Two\n\nparagraphs.", "a passage is one paragraph of text, without blank lines"),
            ("   ", "A paragraph cannot be empty"),
            ("## A heading", "without blank lines, headings"),
        ],
    )
    async def test_what_is_no_paragraph_is_refused_and_given_back(self, desk: Desk, words: str, told: str) -> None:
        shown = await send(desk, await open_passage(desk), text=words)
        assert told in text(shown)
        assert (await source(desk)).passages == ALDER.passages
        if words.strip():
            again = await press(desk.mia, shown, "Try again")
            assert fields(again) == {"text": words}
            done = await send(desk, again, text=ZINC)
            assert "reads as you wrote it" in text(done) and labels(done) == ["Undo"]

    @pytest.mark.parametrize(
        "words", ["*bold* @everyone <@1> `code` # x\n- item\n> quote", "x" * LONGEST_TEXT, "*" * LONGEST_TEXT]
    )
    async def test_nothing_typed_is_lost_however_long_or_odd(self, desk: Desk, words: str) -> None:
        typed = f"{words[: LONGEST_TEXT - 4]}\n\n\nz"
        shown = await send(desk, await open_passage(desk), text=typed)
        assert len(markup(shown)) <= 4000
        again = await press(desk.mia, shown, "Try again")
        assert fields(again) == {"text": typed}

    async def test_text_that_reads_as_before_is_no_change(self, desk: Desk) -> None:
        shown = await send(desk, await open_passage(desk))
        assert "already is like that" in text(shown)
        assert await desk.store.history(desk.guild_id) == []

    async def test_a_form_that_was_open_during_a_restart_is_taken(self, desk: Desk, make_bot: MakeBot) -> None:
        opened = await open_passage(desk)
        await desk.group.env.restart_bot(make_bot())
        shown = await send(desk, opened, text=ZINC)
        assert "reads as you wrote it" in text(shown)

    async def test_a_source_that_was_retired_meanwhile_is_said_to_be_gone_and_the_text_kept(self, desk: Desk) -> None:
        opened = await open_passage(desk)
        await desk.shown("retire", source="alder-2001")
        shown = await send(desk, opened, text=ZINC)
        assert "no longer in the library" in text(shown) and ZINC in text(shown)

    async def test_a_form_of_somebody_who_lost_the_right_changes_nothing(self, desk: Desk, refused: str) -> None:
        opened = await open_passage(desk)
        await desk.group.bot.http.delete_role(desk.guild_id, desk.group.guild.roles["moderators"].id)
        shown = await send(desk, opened, text=ZINC)
        assert refused in text(shown) and ZINC in text(shown)
        assert refused in text(card(await press(desk.mia, shown, "Try again")))
        assert await source(desk) == ALDER

    async def test_who_has_not_the_right_gets_no_form(self, desk: Desk, refused: str) -> None:
        opened = await open_passage(desk, who=desk.eve)
        assert opened.modal is None and refused in text(card(opened))
        for option in ("source", "paragraph"):
            assert (
                await desk.eve.autocomplete(
                    desk.group.channel,
                    "library edit",
                    option,
                    "",
                    **({"source": "alder-2001"} if option == "paragraph" else {}),
                )
                == []
            )


class TestLimits:
    @pytest.fixture
    def library(self) -> Library:
        lengths = enumerate((LONGEST_TEXT - 1, LONGEST_TEXT, LONGEST_TEXT + 1), 1)
        passages = tuple(Passage(number=n, text=("word " * 1000)[: length - 1] + ".") for n, length in lengths)
        return Library([ALDER.model_copy(update={"passages": passages})])

    async def test_a_passage_that_fits_no_form_is_refused_before_it_opens(self, desk: Desk) -> None:
        for number in (1, 2):
            opened = await open_passage(desk, number)
            assert len(fields(opened)["text"]) == LONGEST_TEXT - 2 + number
        shown = card(await open_passage(desk, 3))
        assert "¶3 has 4001 characters" in text(shown) and "/library export" in text(shown)


class TestTwoModerators:
    async def both(self, desk: Desk, theirs: str, mine: str) -> Shown:
        """Max is faster than Mia, who had opened the same paragraph."""
        opened, faster = await open_passage(desk), await open_passage(desk, who=desk.max)
        assert "reads as you wrote it" in text(card(await desk.max.submit_modal(faster, {"text": theirs})))
        return card(await desk.mia.submit_modal(opened, {"text": mine}))

    async def test_the_second_is_told_and_sees_both(self, desk: Desk) -> None:
        shown = await self.both(desk, "Max wrote *this*.", ZINC)
        assert "Somebody else changed this while you wrote" in text(shown)
        assert "Max wrote *this*." in text(shown) and ZINC in text(shown)
        assert "From theirs to yours\n" in text(shown) and "**The harbour" in markup(shown)
        assert labels(shown) == ["Keep theirs", "Use mine", "Edit mine"]
        assert (await source(desk)).passages[0].text == "Max wrote *this*."

    async def test_theirs_may_be_kept(self, desk: Desk) -> None:
        shown = await self.both(desk, "Max wrote this.", ZINC)
        await press(desk.mia, shown, "Keep theirs")
        assert "Nothing was changed" in text(shown)
        assert (await source(desk)).passages[0].text == "Max wrote this."

    @pytest.mark.parametrize("mine", [ZINC, "*_" * (LONGEST_TEXT // 2)])
    async def test_mine_may_be_used(self, desk: Desk, mine: str) -> None:
        shown = await self.both(desk, "Max wrote this.", mine)
        await press(desk.mia, shown, "Use mine")
        assert (await source(desk)).passages[0].text == mine
        await press(desk.mia, shown, "Undo")
        assert (await source(desk)).passages[0].text == "Max wrote this."

    async def test_mine_may_be_edited_with_theirs_in_view(self, desk: Desk) -> None:
        shown = await self.both(desk, "Max wrote this.", ZINC)
        opened = await press(desk.mia, shown, "Edit mine")
        assert fields(opened) == {"text": ZINC}
        await send(desk, opened, text="Max and I wrote this.")
        assert (await source(desk)).passages[0].text == "Max and I wrote this."

    async def test_a_third_change_in_between_is_not_overwritten_either(self, desk: Desk) -> None:
        shown = await self.both(desk, "Max wrote this.", ZINC)
        await desk.max.submit_modal(await open_passage(desk, who=desk.max), {"text": "Max wrote again."})
        await press(desk.mia, shown, "Use mine")
        assert "Somebody else changed this while you wrote" in text(shown) and "Max wrote again." in text(shown)
        assert (await source(desk)).passages[0].text == "Max wrote again."
        await press(desk.mia, shown, "Use mine")
        assert (await source(desk)).passages[0].text == ZINC

    async def test_different_passages_do_not_disturb_each_other(self, desk: Desk) -> None:
        opened, other = await open_passage(desk, 1), await open_passage(desk, 2, who=desk.max)
        await desk.max.submit_modal(other, {"text": "Max wrote this."})
        assert "reads as you wrote it" in text(await send(desk, opened, text=ZINC))
        assert [p.text for p in (await source(desk)).passages[:2]] == [ZINC, "Max wrote this."]

    async def test_the_same_words_twice_are_no_conflict(self, desk: Desk) -> None:
        assert "already is like that" in text(await self.both(desk, ZINC, ZINC))


class TestSource:
    async def test_all_that_is_known_can_be_changed(self, desk: Desk) -> None:
        opened = await open_source(desk)
        held = fields(opened)
        assert held == {
            "title": "Essay alder-2001",
            "authors": "Ann Alder",
            "where": "2001",
            "side": "Traders",
            "thesis": "",
        }
        shown = await send(
            desk,
            opened,
            title="On  Bread",
            authors="Ann Alder\nZoe Zinn",
            where="12 May 1999\nThe Harbour\nhttps://example.org/bread",
            side="Bakers",
            thesis="Bread was dear.",
        )
        assert "On Bread is changed as you wrote." in text(shown)
        now = await source(desk)
        assert (now.title, now.authors, now.outlet, now.published) == (
            "On Bread",
            ("Ann Alder", "Zoe Zinn"),
            "The Harbour",
            "1999-05-12",
        )
        assert (now.url, now.side, now.thesis) == ("https://example.org/bread", "Bakers", "Bread was dear.")
        assert "Alder and Zinn (1999), ¶1" in text(await desk.group.ask(BREAD))
        assert now.passages == ALDER.passages

    @pytest.mark.parametrize(
        ("written", "published"),
        [
            ("2001", "2001"),
            ("2001-03", "2001-03"),
            ("2001-03-09", "2001-03-09"),
            ("March 2001", "2001-03"),
            ("Mar 9, 2001", "2001-03-09"),
            ("9 March 2001", "2001-03-09"),
        ],
    )
    async def test_dates_are_read_as_people_write_them(self, desk: Desk, written: str, published: str) -> None:
        await send(desk, await open_source(desk), where=written, side="")
        now = await source(desk)
        assert (now.published, now.outlet, now.side) == (published, None, None)

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"title": "  "}, "A source needs a title."),
            ({"authors": " \n "}, "A source needs an author"),
            ({"where": "2001-13"}, "2001-13 is not a date"),
            ({"where": "https://x y"}, "https://x y is not a link"),
            ({"where": "https://x>[y](http://z)"}, "is not a link"),
            ({"where": "One\nTwo"}, "“Two” for a second outlet"),
        ],
    )
    async def test_a_mistake_is_said_and_all_that_was_typed_given_back(
        self, desk: Desk, changes: dict[str, str], told: str
    ) -> None:
        typed = {"thesis": "Bread *was* dear.", **changes}
        shown = await send(desk, await open_source(desk), **typed)
        assert told in text(shown)
        again = fields(await press(desk.mia, shown, "Try again"))
        assert again["thesis"] == "Bread *was* dear." and again["side"] == "Traders"
        assert await source(desk) == ALDER

    async def test_what_was_not_touched_stays_as_somebody_else_made_it(self, desk: Desk) -> None:
        opened, faster = await open_source(desk), await open_source(desk, desk.max)
        await desk.max.submit_modal(faster, {**fields(faster), "side": "Bakers"})
        assert "is changed as you wrote" in text(await send(desk, opened, title="On Bread"))
        assert ((await source(desk)).title, (await source(desk)).side) == ("On Bread", "Bakers")

    @pytest.mark.parametrize(("pressed", "side"), [("Keep theirs", "Bakers"), ("Use mine", "Millers")])
    async def test_of_two_who_change_one_field_the_second_decides(self, desk: Desk, pressed: str, side: str) -> None:
        opened, faster = await open_source(desk), await open_source(desk, desk.max)
        await desk.max.submit_modal(faster, {**fields(faster), "side": "Bakers", "where": "1999"})
        shown = await send(desk, opened, title="On Bread", side="Millers")
        assert "Somebody else changed this" in text(shown) and "Bakers" in text(shown) and "Millers" in text(shown)
        assert (await source(desk)).title == "Essay alder-2001"
        await press(desk.mia, shown, pressed)
        now = await source(desk)
        assert (now.title, now.side, now.published) == ("On Bread", side, "1999")

    async def test_nothing_changed_is_nothing_done(self, desk: Desk) -> None:
        assert "already reads like that" in text(await send(desk, await open_source(desk)))
        assert await desk.store.history(desk.guild_id) == []


async def test_paragraphs_are_offered_by_number_and_by_words(desk: Desk) -> None:
    found = await desk.choices("edit", "paragraph", "", source="alder-2001")
    assert found[0].startswith("¶1 The harbour tariff raised") and len(found) == 5
    assert [name[:2] for name in await desk.choices("edit", "paragraph", "2", source="alder-2001")] == ["¶2", "¶1"]
    assert await desk.choices("edit", "paragraph", "1", source="nobody") == []


async def test_a_paragraph_that_is_not_there_is_said(desk: Desk) -> None:
    assert "has paragraphs 1 to 5, not 6" in text(card(await open_passage(desk, 6)))
