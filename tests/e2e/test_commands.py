"""Message menus, /compare, /sources, /read, /cite and the pages of help."""

from __future__ import annotations

import pytest

from bot.registration import sync
from knowledge.citing import STYLES
from knowledge.model import Passage, Source
from knowledge.search.library import Library
from tests.e2e.people import Group, card, labels, press, quotations, text

CLAIM = "Squeezing North Korea with more sanctions will only backfire."


async def test_the_other_side_of_any_message_is_found_in_private(group: Group) -> None:
    message = await group.ben.send(group.channel, CLAIM)
    shown = card(await group.ann.context_menu(group.channel, "Find the other side", message))
    assert shown.ephemeral
    assert text(shown).startswith(f"Find the other side\n{CLAIM}")
    lead, other = (
        text(shown).split("The other side\n")[1:]
        if text(shown).count("The other side\n") > 1
        else text(shown).split("\nThe other side\n")
    )
    assert ("Freeman" in lead) != ("Mastro" in lead)
    assert ("Freeman" in other) != ("Mastro" in other)
    shared = card(await press(group.ann, shown, "Share"))
    assert not shared.ephemeral and quotations(shared) == quotations(shown)


async def test_sources_for_any_message_are_found_without_sides(group: Group) -> None:
    message = await group.ben.send(group.channel, CLAIM)
    shown = card(await group.ann.context_menu(group.channel, "Find sources", message))
    assert shown.ephemeral
    assert 1 <= len(quotations(shown)) <= 4
    assert "The other side" not in text(shown) and "Swap sides" not in labels(shown)


async def test_a_long_message_is_cut_at_a_word(group: Group) -> None:
    message = await group.ben.send(group.channel, f"{CLAIM} " * 30)
    shown = card(await group.ann.context_menu(group.channel, "Find sources", message))
    claim = text(shown).split("\n")[1]
    assert claim.endswith("…") and len(claim) <= 1000
    assert f"{CLAIM} " * 30 != claim and (f"{CLAIM} " * 30).startswith(claim[:-1])
    assert (f"{CLAIM} " * 30)[len(claim) - 1] == " "


async def test_a_message_without_words_is_no_claim(group: Group) -> None:
    message = await group.ben.send(group.channel, group.ann.mention)
    shown = card(await group.ann.context_menu(group.channel, "Find sources", message))
    assert "no words in this message" in text(shown)


async def test_on_a_card_the_menus_take_its_question(group: Group) -> None:
    asked = await group.ask("why does China resist sanctions?")
    shown = card(await group.ann.context_menu(group.channel, "Find sources", asked.message))
    assert "why does China resist sanctions?" in text(shown)


async def test_compare_gives_both_sides_equal_room(group: Group) -> None:
    choices = await group.ann.autocomplete(group.channel, "compare", "issue", "enforce sanc")
    assert choices[0]["name"] == "Does China really enforce sanctions?"
    shown = card(await group.ann.slash(group.channel, "compare", issue=choices[0]["value"]))
    assert not shown.ephemeral
    freeman, mastro = text(shown).split("Oriana Skylar Mastro\n")
    assert freeman.count("Freeman (2017), ¶") == mastro.count("Mastro (2021), ¶") == 2


async def test_curated_issues_can_be_compared_by_id(group: Group) -> None:
    for issue in group.bot.shelf.shared.issues[::6]:
        shown = card(await group.ann.slash(group.channel, "compare", issue=issue.id, private=True))
        assert shown.ephemeral and issue.label in text(shown) and quotations(shown)


async def test_an_issue_may_be_typed_by_its_name_and_shared(group: Group) -> None:
    shown = card(await group.ann.slash(group.channel, "compare", issue="Sanctions Enforcement", private=True))
    shared = card(await press(group.ann, shown, "Share"))
    assert not shared.ephemeral and quotations(shared) == quotations(shown)


async def test_an_issue_that_is_not_known_gets_the_nearest(group: Group) -> None:
    shown = card(await group.ann.slash(group.channel, "compare", issue="the price of tea"))
    assert "I know no issue “the price of tea”. The nearest: " in text(shown)


async def test_at_most_25_issues_are_offered(group: Group) -> None:
    assert len(group.bot.shelf.shared.issues) > 25
    assert len(await group.ann.autocomplete(group.channel, "compare", "issue", "")) == 25


async def test_sources_are_listed_with_all_that_is_known(group: Group) -> None:
    shown = card(await group.ann.slash(group.channel, "sources"))
    read = text(shown)
    assert "Sources: 2" in read
    assert "Carla P. Freeman · 38 North, 12 May 2017" in read and "12 paragraphs" in read
    assert "Oriana Skylar Mastro · Foreign Affairs, 2021" in read and "18 paragraphs" in read
    assert "(<https://www.38north.org/2017/05/cfreeman051217/>)" in read
    assert labels(shown) == ["Read", "Read"]
    assert "¶1 of 18" in text(card(await press(group.ann, shown, "Read", 1)))


async def test_reading_turns_the_pages_in_place(group: Group) -> None:
    choices = await group.ann.autocomplete(group.channel, "read", "source", "mastro")
    assert [choice["name"] for choice in choices] == ["China’s Dangerous Double Game in North Korea (Mastro, 2021)"]
    opened = await group.ann.slash(group.channel, "read", source=choices[0]["value"], paragraph=17)
    assert card(opened).ephemeral
    passages = group.bot.shelf.shared.source("mastro-2021").passages
    assert passages[16].text in text(card(opened))
    await press(group.ann, card(opened), "¶18 →")
    assert passages[17].text in text(card(opened)) and "¶18 of 18" in text(card(opened))
    assert labels(card(opened)) == ["← ¶17", "Cite", "Suggest a correction", "Share"]
    await press(group.ann, card(opened), "← ¶17")
    assert passages[16].text in text(card(opened))


async def test_reading_begins_at_the_first_paragraph_and_has_none_before(group: Group) -> None:
    shown = card(await group.ann.slash(group.channel, "read", source="mastro-2021"))
    assert labels(shown) == ["¶2 →", "Cite", "Suggest a correction", "Share"]


async def test_a_page_that_was_shared_turns_for_each_reader_apart(group: Group) -> None:
    shown = card(await group.ann.slash(group.channel, "read", source="mastro-2021", paragraph=3))
    shared = card(await press(group.ann, shown, "Share"))
    assert not shared.ephemeral and "Share" not in labels(shared)
    turned = card(await press(group.ben, shared, "¶4 →"))
    assert turned.ephemeral and "¶4 of 18" in text(turned) and "¶3 of 18" in text(shared)


@pytest.mark.parametrize(("paragraph", "there"), [(18, True), (19, False)])
async def test_paragraphs_end_where_the_source_does(group: Group, paragraph: int, there: bool) -> None:
    shown = card(await group.ann.slash(group.channel, "read", source="mastro-2021", paragraph=paragraph))
    assert (f"¶{paragraph} of 18" in text(shown)) is there
    assert ("has paragraphs 1 to 18, not 19" in text(shown)) is not there


async def test_a_source_is_found_by_author_or_said_not_to_be_there(group: Group) -> None:
    assert "¶1 of 12" in text(card(await group.ann.slash(group.channel, "read", source="Freeman")))
    refused = card(await group.ann.slash(group.channel, "read", source="Kissinger"))
    assert "There is no source “Kissinger”" in text(refused)


async def test_cite_a_paragraph_in_each_style(group: Group) -> None:
    for style in STYLES:
        shown = card(await group.ann.slash(group.channel, "cite", source="mastro-2021", paragraph=10, style=style))
        assert shown.ephemeral and "Mastro" in text(shown) and "10" in text(shown)
        assert ("@article{mastro-2021," in text(shown)) is (style == "bibtex")


async def test_cite_without_a_paragraph_is_apa_of_the_whole(group: Group) -> None:
    shown = card(await group.ann.slash(group.channel, "cite", source="mastro-2021"))
    assert "Mastro, O. S. (2021). China’s Dangerous Double Game in North Korea." in text(shown)
    assert "(Mastro, 2021)" in text(shown)
    refused = card(await group.ann.slash(group.channel, "cite", source="mastro-2021", paragraph=19))
    assert "has paragraphs 1 to 18, not 19" in text(refused)


@pytest.mark.parametrize("name", ["help", "about", "privacy"])
async def test_the_pages_of_help_are_private_and_their_commands_can_be_clicked(group: Group, name: str) -> None:
    await sync(group.bot, None)
    registered = {command.name: command.id for command in await group.bot.tree.fetch_commands()}
    shown = card(await group.ann.slash(group.channel, name))
    assert shown.ephemeral
    named = "help" if name == "about" else "ask"
    if name != "privacy":
        assert f"</{named}:{registered[named]}>" in text(shown)
    assert 100 < len(text(shown)) < 1500


class TestLargeLibrary:
    @pytest.fixture
    def library(self) -> Library:
        return Library(
            Source(
                id=f"paper-{n:03}",
                title=f"On *tariffs* and <trade>, part {n}: " + "a very long title " * 20,
                authors=(f"Author {n}",) if n % 2 else ("Ada Long", "Bo Short", "Cy Wide", "Di Tall"),
                published=f"{1900 + n}-0{1 + n % 9}",
                outlet="The _Journal_ " * 10,
                side="for" if n % 2 else "against",
                thesis="Tariffs are bad. " * 30,
                url="https://example.org/" + "x" * 300,
                passages=tuple(
                    Passage(number=k, text=f"Tariffs {n} {k}. " + WORDS[: None if n == 1 else 200]) for k in range(1, 4)
                ),
            )
            for n in range(1, 31)
        )

    async def test_the_library_is_paged(self, group: Group) -> None:
        listed = await group.ann.slash(group.channel, "sources")
        seen = ""
        for _ in range(9):
            seen += text(card(listed))
            await press(group.ann, card(listed), "Next →")
        seen += text(card(listed))
        assert "Page 10 of 10" in seen
        assert all(f", part {n}: " in seen for n in range(1, 31))
        await press(group.ann, card(listed), "← Back")
        assert "Page 9 of 10" in text(card(listed))

    async def test_at_most_25_sources_and_authors_are_offered(self, group: Group) -> None:
        for name, option in (("read", "source"), ("cite", "source"), ("ask", "author")):
            choices = await group.ann.autocomplete(group.channel, name, option, "")
            assert 16 <= len(choices) <= 25
            assert all(1 <= len(choice["name"]) <= 100 and len(choice["value"]) <= 100 for choice in choices)

    async def test_a_long_passage_is_read_to_its_end_page_by_page(self, group: Group) -> None:
        opened = await group.ann.slash(group.channel, "read", source="paper-001")
        read = ""
        while "¶2 →" not in labels(card(opened)):
            read += text(card(opened)).split("¶1 of 3\n")[1]
            await press(group.ann, card(opened), "¶1 →")
        read += text(card(opened)).split("¶1 of 3\n")[1].split("\n¶2")[0]
        assert read.replace("…", "") == f"Tariffs 1 1. {WORDS}"

    async def test_cards_of_it_are_within_the_limits(self, group: Group) -> None:
        shown = await group.ask("are tariffs bad?")
        for label in [label for label in labels(shown) if not label.endswith("?")]:
            assert text(card(await press(group.ann, shown, label)))


WORDS = "The *tariff* on [steel] was <raised> again in `1930` by __Congress__ and many others. " * 60
