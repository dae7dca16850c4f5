from __future__ import annotations

import pytest

from bot.cards.sheet import Sheet
from bot.pressing import button as make
from knowledge.model import Passage, Source
from knowledge.search.library import ESSAYS, Library
from tests.e2e.conftest import MakeBot
from tests.e2e.people import Group, button, card, labels, last, markup, press, quotations, text

QUESTION = "why does China resist sanctions?"


async def test_in_context_shows_the_excerpt_in_its_paragraph_to_who_pressed_alone(group: Group) -> None:
    shown = await group.ask(QUESTION)
    for number, quotation in enumerate(quotations(shown)):
        page = card(await press(group.ben, shown, "In context", number))
        assert page.ephemeral
        assert quotation in text(page)
        bold = markup(page).split("**")[1]
        assert text_of(bold) == quotation
    assert last(group.channel).id == shown.id


def text_of(marked: str) -> str:
    return marked.replace("\\", "")


async def test_more_shows_the_rest_and_repeats_nothing(group: Group) -> None:
    shown = await group.ask(QUESTION)
    rest = card(await press(group.ann, shown, "More"))
    assert rest.ephemeral
    assert quotations(rest) and not set(quotations(rest)) & set(quotations(shown))
    assert "5 · " in text(rest) and "4 · " not in text(rest)
    assert "More" not in labels(rest)


async def test_swap_lets_the_other_author_lead_and_swaps_back(group: Group) -> None:
    shown = await group.ask(QUESTION)
    assert "1 · Freeman" in text(shown)
    swapped = await press(group.ann, shown, "Swap sides")
    assert card(swapped).ephemeral and "1 · Mastro" in text(card(swapped))
    await press(group.ann, card(swapped), "Swap sides")
    assert "1 · Freeman" in text(card(swapped)), "the private card is changed in place"
    assert "1 · Freeman" in text(last(group.channel)), "the public card stays as it is"


async def test_what_was_swapped_is_shared_as_it_is_seen(group: Group) -> None:
    swapped = card(await press(group.ann, await group.ask(QUESTION), "Swap sides"))
    shared = card(await press(group.ann, swapped, "Share"))
    assert not shared.ephemeral
    assert quotations(shared) == quotations(swapped)


async def test_cite_gives_a_reference_for_each_source_and_changes_style(group: Group) -> None:
    shown = await group.ask(QUESTION)
    cited = await press(group.ben, shown, "Cite")
    assert card(cited).ephemeral
    assert "Freeman, C. P. (2017, May 12)." in text(card(cited)) and "Mastro, O. S. (2021)." in text(card(cited))
    assert "(Freeman, 2017, para. 7)" in text(card(cited))
    for style, part in (("MLA", "Mastro, Oriana Skylar. “"), ("Chicago", "Mastro 2021, para. 10"), ("BibTeX", "@art")):
        await press(group.ben, card(cited), style)
        assert part in text(card(cited))


async def test_every_button_works_after_a_restart_for_another_member(group: Group, make_bot: MakeBot) -> None:
    shown = await group.ask(QUESTION)
    private = await group.ask(QUESTION, private=True)
    await group.env.restart_bot(make_bot())
    for label in ("In context", "More", "Swap sides", "Cite"):
        assert text(card(await press(group.ben, shown, label)))
    assert quotations(card(await press(group.ann, private, "Share"))) == quotations(shown)


async def test_two_members_use_one_card_without_disturbing_each_other(group: Group) -> None:
    shown = await group.ask(QUESTION)
    before = text(shown)
    first, second = await press(group.ann, shown, "Swap sides"), await press(group.ben, shown, "More")
    await press(group.ann, card(first), "Swap sides")
    assert card(first).ephemeral and card(second).ephemeral
    assert text(shown) == before
    assert "1 · Freeman" in text(card(first)) and "5 · " in text(card(second))


async def test_buttons_of_a_follow_up_keep_what_it_follows(group: Group, make_bot: MakeBot) -> None:
    zoe = group.env.create_user("zoe")
    await zoe.send_dm(QUESTION)
    await zoe.send_dm("and coal?")
    shown = last(zoe.dm_channel)
    await group.env.restart_bot(make_bot())
    swapped = card(await zoe.click(shown, custom_id=button(shown, "Swap sides")))
    assert f"follow-up to: {QUESTION}" in text(swapped)


async def test_a_button_of_another_version_says_so(group: Group) -> None:
    for name, state in (("vanished", ""), ("context", "nonsense"), ("more", "nonsense"), ("page", "x")):
        sheet = Sheet()
        sheet.text("an old card")
        sheet.buttons(make(name, state, "Press"))
        channel = group.bot.get_channel(group.channel.id)
        message = await channel.send(view=sheet.build())  # pyright: ignore
        assert "from an earlier version of me" in text(card(await press(group.ann, message, "Press")))


class TestChangedLibrary:
    @pytest.fixture
    def library(self) -> Library:
        """A library of this test's own, which it may change."""
        return Library.read(ESSAYS)

    async def test_an_edited_paragraph_is_shown_as_it_reads_now_and_said_to_be_edited(
        self, group: Group, library: Library
    ) -> None:
        shown = await group.ask(QUESTION)
        edit(library, "freeman-2017", 7, "Rewritten since.")
        page = card(await press(group.ben, shown, "In context"))
        assert "This paragraph was edited after the card was posted." in text(page)
        assert "Rewritten since." in text(page)

    async def test_an_edit_elsewhere_in_the_source_is_no_matter(self, group: Group, library: Library) -> None:
        shown = await group.ask(QUESTION)
        edit(library, "freeman-2017", 1, "Rewritten since.")
        assert "edited" not in text(card(await press(group.ben, shown, "In context")))

    @pytest.mark.parametrize("label", ["In context", "Cite"])
    async def test_a_retired_source_is_said_to_be_gone(self, group: Group, library: Library, label: str) -> None:
        shown = await group.ask(QUESTION)
        for source in library.sources:
            library.retire(source.id)
        refused = card(await press(group.ben, shown, label))
        assert refused.ephemeral and text(refused) == "This source is no longer in the library."

    async def test_when_all_is_retired_more_and_swap_find_nothing(self, group: Group, library: Library) -> None:
        shown = await group.ask(QUESTION)
        for source in library.sources:
            library.retire(source.id)
        for label in ("More", "Swap sides"):
            assert "I found nothing about this" in text(card(await press(group.ben, shown, label)))

    async def test_an_author_who_was_retired_no_longer_leads(self, group: Group, library: Library) -> None:
        shown = await group.ask(QUESTION, author="Mastro")
        library.retire("mastro-2021")
        assert "no longer in the library" in text(card(await press(group.ben, shown, "Swap sides")))

    async def test_a_paragraph_that_was_cut_is_said_to_be_gone(self, group: Group, library: Library) -> None:
        shown = await group.ask(QUESTION)
        source = library.source("freeman-2017")
        library.add(source.model_copy(update={"passages": source.passages[:2]}))
        refused = card(await press(group.ben, shown, "In context"))
        assert "This paragraph is no longer in Assessing China’s Leadership" in text(refused)


def edit(library: Library, source_id: str, number: int, words: str) -> None:
    source: Source = library.source(source_id)
    passages = [Passage(number=p.number, text=words if p.number == number else p.text) for p in source.passages]
    library.add(source.model_copy(update={"passages": tuple(passages)}))
