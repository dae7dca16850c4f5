"""/fact, /who, /when, /timeline, /define and /quote as a study group uses and misuses them."""

from __future__ import annotations

from typing import Any

import pytest
import simcord

from bot.cards.sheet import Sheet
from bot.looked import LONGEST_WORDS
from bot.pressing import button as make
from knowledge.model import Passage
from knowledge.search.library import ESSAYS, Library
from tests.e2e.conftest import MakeBot
from tests.e2e.people import Group, Shown, card, labels, markup, press, quotations, text
from tests.e2e.test_ask import SILENCED

COMMANDS: list[tuple[str, dict[str, str]]] = [
    ("fact", {"query": "refined oil"}),
    ("who", {"name": "Xi"}),
    ("when", {"query": "border"}),
    ("timeline", {}),
    ("define", {"term": "THAAD"}),
    ("quote", {"speaker": "Blinken"}),
]


async def look(group: Group, command: str, /, **options: Any) -> Shown:
    return card(await group.ann.slash(group.channel, command, **options))


async def test_a_fact_is_large_with_its_sentence_and_its_place(group: Group) -> None:
    choices = await group.ann.autocomplete(group.channel, "fact", "query", "refined o")
    assert choices[0]["name"].startswith("22,730 tons (refined oil that China allegedly supplied")
    assert choices[0]["name"].endswith("): Mastro (2021), ¶10")
    shown = await look(group, "fact", query=choices[0]["value"])
    assert not shown.ephemeral
    assert markup(shown).startswith("## 22,730 tons\nrefined oil that China allegedly supplied")
    assert "**22,730 tons**" in markup(shown) and "Mastro (2021), ¶10" in text(shown)
    page = card(await press(group.ben, shown, "In context"))
    assert page.ephemeral and quotations(shown)[0] in text(page)


async def test_facts_on_one_thing_stand_side_by_side_with_their_dates(group: Group) -> None:
    for query in (
        "trade with china",
        (await group.ann.autocomplete(group.channel, "fact", "query", "trade"))[0]["value"],
    ):
        shown = text(await look(group, "fact", query=query))
        assert "more than 18 percent" in shown and "81 percent" in shown
        assert "the first quarter of 2017" in shown and "after the border closed in January 2020" in shown
        assert "Freeman (2017), ¶8" in shown and "Mastro (2021), ¶16" in shown


@pytest.mark.parametrize("typed", ["", "t", "trade", "22", "the", "xyzzy", "@everyone", "x" * 100, "“"])
async def test_typing_ahead_never_fails(group: Group, typed: str) -> None:
    for name, option in (("fact", "query"), ("who", "name"), ("define", "term"), ("quote", "speaker")):
        choices = await group.ann.autocomplete(group.channel, name, option, typed)
        assert len(choices) <= 25
        assert all(1 <= len(choice["name"]) <= 100 and 1 <= len(choice["value"]) <= 100 for choice in choices)


async def test_every_fact_that_is_offered_is_shown(group: Group) -> None:
    for typed in ("", "north korea", "xi", "2017"):
        for choice in (await group.ann.autocomplete(group.channel, "fact", "query", typed))[::4]:
            shown = await look(group, "fact", query=choice["value"])
            assert quotations(shown) and text(shown).split("\n")[0].startswith("## ")


async def test_who_somebody_is_and_what_they_said(group: Group) -> None:
    shown = text(await look(group, "who", name="Fu Ying"))
    assert (
        "chairwoman of the Foreign Affairs Committee of China’s National People’s Congress · Freeman (2017), ¶6"
        in shown
    )
    assert "“hold the key to the DPRK’s security concerns”" in shown
    wang = text(await look(group, "who", name="wang yi"))
    assert (
        "China’s Foreign Minister · Freeman (2017), ¶6" in wang
        and "Chinese Foreign Minister · Mastro (2021), ¶6" in wang
    )


async def test_a_shared_name_asks_which(group: Group) -> None:
    asked = await look(group, "who", name="Kim")
    assert labels(asked) == ["Kim Il Sung", "Kim Jong Un"] and not quotations(asked)
    il_sung = card(await press(group.ben, asked, "Kim Il Sung"))
    assert il_sung.ephemeral and text(il_sung).startswith("## Kim Il Sung")
    assert "Freeman (2017) ¶5" in text(il_sung) and "Mastro" not in text(il_sung)
    jong_un = card(await press(group.ben, asked, "Kim Jong Un"))
    assert "The sources do not say what this person is." in text(jong_un) and "¶5" not in text(jong_un)


async def test_when_something_was(group: Group) -> None:
    shown = text(await look(group, "when", query="border"))
    assert "January 2020\nNorth Korea shuts its borders" in shown and "Mastro (2021), ¶16" in shown


async def test_loose_dates_are_resolved_and_marked(group: Group) -> None:
    shown = text(await look(group, "when", query="wang yi security council"))
    assert "about April 2017, from “late last month”" in shown
    blinken = text(await look(group, "when", query="blinken seoul"))
    assert "about March 2021, from “last week”" in blinken


async def test_the_timeline_is_in_order_page_by_page(group: Group) -> None:
    opened = await group.ann.slash(group.channel, "timeline", private=True)
    pages = int(text(card(opened)).split("Page 1 of ")[1].split("\n")[0])
    seen = text(card(opened))
    for _ in range(pages - 1):
        await press(group.ann, card(opened), "Next →")
        seen += text(card(opened))
    order = ["1960s", "1964", "2006", "the first quarter of 2017", "April 24, 2017", "March 2018", "May 2018"]
    assert [seen.index(date) for date in order] == sorted(seen.index(date) for date in order)
    assert f"Page {pages} of {pages}" in text(card(opened))
    await press(group.ann, card(opened), "← Back")
    assert f"Page {pages - 1} of {pages}" in text(card(opened))


async def test_the_timeline_of_some_years_and_a_topic(group: Group) -> None:
    shown = text(await look(group, "timeline", **{"from": "2018", "to": "2019-01", "topic": "xi kim meeting"}))
    assert "March 2018" in shown and "January 2019" in shown
    assert "2021" not in shown.replace("Mastro (2021)", "") and "June 2019" not in shown


@pytest.mark.parametrize("typed", ["abcd", "20177", "2017-13", "2017-02-30", "last week"])
async def test_a_date_that_is_none_is_said_to_be_none(group: Group, typed: str) -> None:
    refused = await look(group, "timeline", **{"from": typed})
    assert refused.ephemeral and f"“{typed}” is not a date that I can read." in text(refused)


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("THAAD", ["Terminal High Altitude Area Defense", "capable of intercepting", "Freeman (2017), ¶11"]),
        ("UNSCR 2321", ["conventional arms dual-use list", "iron ore is banned by UNSCR 2321"]),
        ("red line", ["if crossed, will trigger a North Korean provocation", "Freeman (2017), ¶9"]),
        ("livelihood purposes", ["exemption, to justify continuing imports"]),
        ("leverage", ["Carla P. Freeman", "Oriana Skylar Mastro"]),
    ],
)  # fmt: skip
async def test_a_term_is_explained_in_each_authors_words(group: Group, term: str, words: list[str]) -> None:
    shown = text(await look(group, "define", term=term))
    assert all(part in shown for part in words)


async def test_the_longest_term_that_is_offered_can_be_chosen(group: Group) -> None:
    (choice, *_) = await group.ann.autocomplete(group.channel, "define", "term", "sino-north")
    shown = await look(group, "define", term=choice["value"])
    assert "makes the two countries allies" in text(shown)


async def test_who_said_what_to_whom(group: Group) -> None:
    shown = text(await look(group, "quote", speaker="xi"))
    assert "“tit for tat”\nXi to Trump" in shown and "“valuable asset”\nXi to Kim" in shown
    assert "Blinken" not in shown
    on = text(await look(group, "quote", topic="leverage"))
    assert "Fu Ying" in on and "neither does it have the “leverage" in on


@pytest.mark.parametrize(("name", "options"), COMMANDS)
async def test_what_is_looked_up_in_private_is_private_until_it_is_shared(
    group: Group, name: str, options: dict[str, str]
) -> None:
    public = await look(group, name, **options)
    private = await look(group, name, private=True, **options)
    assert private.ephemeral and not public.ephemeral and "Share" not in labels(public)
    shared = card(await press(group.ann, private, "Share"))
    assert not shared.ephemeral and text(shared) == text(public)


@pytest.mark.parametrize(("name", "options"), COMMANDS)
async def test_every_button_works_after_a_restart_for_another_member(
    group: Group, make_bot: MakeBot, name: str, options: dict[str, str]
) -> None:
    shown = await look(group, name, **options)
    await group.env.restart_bot(make_bot())
    for label in dict.fromkeys(labels(shown)):
        if label != "← Back":
            answer = card(await press(group.ben, shown, label))
            assert answer.ephemeral and text(answer)


async def test_every_sentence_is_verbatim(group: Group) -> None:
    passages = [passage.text for source in group.bot.shelf.shared.sources for passage in source.passages]
    for name, options in COMMANDS:
        for quotation in quotations(await look(group, name, **options)):
            assert any(quotation in passage for passage in passages)


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("fact", {"query": "pizza"}, "The sources hold no fact on “pizza”. They do hold, for example: "),
        ("who", {"name": "Obama"}, "The sources name no “Obama”. They do name, for example: Xi Jinping"),
        ("who", {"name": "Blinkn"}, "They do name, for example: Antony Blinken"),
        ("when", {"query": "pizza"}, "The sources date nothing on “pizza”. They do date, for example: "),
        ("timeline", {"from": "2030"}, "The sources date nothing on “2030–”."),
        ("define", {"term": "pizza"}, "The sources do not use “pizza”. They do explain, for example: "),
        ("quote", {"speaker": "Obama"}, "The sources quote nothing for “Obama”. They do quote, for example: "),
        ("quote", {"topic": "pizza"}, "The sources quote nothing for “pizza”."),
    ],
)  # fmt: skip
async def test_what_is_not_there_gets_an_honest_sentence(
    group: Group, name: str, options: dict[str, str], sentence: str
) -> None:
    refused = await look(group, name, **options)
    assert refused.ephemeral and sentence in text(refused) and not quotations(refused)


@pytest.mark.parametrize("words", ["@everyone", "<@1>", "[x](https://x.y)", "**b** `c` ||d||", "a:b:c"])
async def test_markup_and_mentions_do_nothing(group: Group, words: str) -> None:
    for name, option in (
        ("fact", "query"),
        ("who", "name"),
        ("when", "query"),
        ("define", "term"),
        ("quote", "speaker"),
    ):
        shown = await look(group, name, **{option: words})
        assert words not in markup(shown).replace("\\@", "")
        assert text(shown)


async def test_words_of_white_space_are_none(group: Group) -> None:
    for name, option in (("fact", "query"), ("who", "name"), ("define", "term")):
        assert "for example: " in text(await look(group, name, **{option: "   "}))


async def test_the_longest_words_are_looked_up_and_shared(group: Group) -> None:
    for length in (LONGEST_WORDS - 1, LONGEST_WORDS):
        words = "refined oil ".ljust(length, "x")
        assert "refined oil" in text(await look(group, "fact", query=words))
    words = ("refined oil " * 9)[:LONGEST_WORDS].strip()
    shown = await look(group, "fact", query=words, private=True)
    assert quotations(card(await press(group.ann, shown, "Share")))
    with pytest.raises(simcord.OptionError):
        await look(group, "fact", query="x" * (LONGEST_WORDS + 1))


async def test_where_the_bot_may_not_speak_it_shows_in_private(group: Group) -> None:
    assert group.guild.me is not None
    silent = group.guild.create_text_channel("silent", overwrites={group.guild.me: SILENCED})
    shown = card(await group.ann.slash(silent, "fact", query="refined oil"))
    assert shown.ephemeral and "so only you see this" in text(shown)
    assert "I may not write" in text(card(await press(group.ann, shown, "Share")))


async def test_a_button_with_a_state_of_another_version_says_so(group: Group) -> None:
    for state in ("", "nonsense", "fact:x:y", "when:1", "fact:0"):
        sheet = Sheet()
        sheet.text("an old card")
        sheet.buttons(make("look", state, "Press"))
        channel = group.bot.get_channel(group.channel.id)
        message = await channel.send(view=sheet.build())  # pyright: ignore
        assert "from an earlier version of me" in text(card(await press(group.ann, message, "Press")))


async def test_two_members_turn_one_timeline_without_disturbing_each_other(group: Group) -> None:
    shown = await look(group, "timeline")
    before = text(shown)
    first, second = await press(group.ann, shown, "Next →"), await press(group.ben, shown, "Next →")
    await press(group.ann, card(first), "Next →")
    assert "Page 3 of" in text(card(first)) and "Page 2 of" in text(card(second)) and text(shown) == before


class TestChangedLibrary:
    @pytest.fixture
    def library(self) -> Library:
        """A library of this test's own, which it may change."""
        return Library.read(ESSAYS)

    async def test_a_fact_whose_sentence_was_edited_is_gone_and_the_next_one_found(
        self, group: Group, library: Library
    ) -> None:
        (choice, *_) = await group.ann.autocomplete(group.channel, "fact", "query", "refined oil")
        source = library.source("mastro-2021")
        passages = list(source.passages)
        passages[9] = Passage(number=10, text="In 2017, it supplied 99,000 tons of refined oil.")
        library.add(source.model_copy(update={"passages": tuple(passages)}))
        assert "This fact is no longer in the library" in text(await look(group, "fact", query=choice["value"]))
        assert markup(await look(group, "fact", query="refined oil")).startswith("## 99,000 tons\nof refined oil")

    async def test_a_library_without_facts_says_so(self, group: Group, library: Library) -> None:
        for source in library.sources:
            library.retire(source.id)
        for name, options in COMMANDS:
            assert "so there is nothing on" in text(await look(group, name, **options))
        assert await group.ann.autocomplete(group.channel, "fact", "query", "") == []
