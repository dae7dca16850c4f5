"""/library add: a text, a preview, and then a source that is searchable when the bot says so."""

from __future__ import annotations

import pytest

from bot.forms import LONGEST_TEXT
from knowledge.meaning.encoder import Encoder
from knowledge.sources import markdown
from tests.e2e.library.adding import (
    ESSAY,
    FIRST,
    QUESTION,
    TYPED,
    content_on,
    edit,
    ids,
    preview,
)
from tests.e2e.library.conftest import Desk, fields
from tests.e2e.people import card, components, disabled, labels, markup, press, quotations, text


class TestText:
    async def test_it_is_previewed_added_and_searchable_when_the_bot_says_so(self, desk: Desk) -> None:
        shown = await preview(desk, pasted=ESSAY, **TYPED)
        assert shown.ephemeral
        read = text(shown)
        assert "Preview: nothing is added yet" in read
        assert "The Herring Tariff" in read and "Nora Wick · Harbour Review, April 1890" in read
        assert "paragraphs: 3 · words: 50 · no side" in read
        assert "Wick (1890), ¶1" in read and "Wick (1890), ¶2" in read
        assert quotations(shown)[0] == FIRST
        assert labels(shown) == ["Add", "Edit", "Cancel"]
        assert await ids(desk) == ["freeman-2017", "mastro-2021"]

        await press(desk.mia, shown, "Add")
        assert "The Herring Tariff is in the library and searchable, cited as Wick (1890), ¶1" in text(shown)
        answer = await desk.group.ask(QUESTION)
        assert "1 · Wick (1890), ¶1" in text(answer) and quotations(answer)[0] == FIRST

    async def test_it_says_when_it_will_be_found_by_meaning(self, desk: Desk, encoder: Encoder | None) -> None:
        read = text(await preview(desk, pasted=ESSAY, **TYPED))
        long = "\n\n".join(
            " ".join(f"Boat {boat} stayed at home in {year}." for boat in range(50)) for year in range(21)
        )
        much = text(await preview(desk, files=[("long.md", long.encode())], **TYPED))
        if encoder is None:
            assert "by meaning" not in read + much
        else:
            assert "Once added it is found by words at once, and by meaning some seconds later." in read
            assert "Once added it is found by words at once, and by meaning about 20 seconds later." in much

    async def test_what_was_added_can_be_read_and_undone(self, desk: Desk) -> None:
        shown = await preview(desk, pasted=ESSAY, **TYPED)
        await press(desk.mia, shown, "Add")
        assert FIRST in text(card(await press(desk.mia, shown, "Read")))
        await press(desk.mia, shown, "Undo")
        assert "wick-1890" not in await ids(desk)
        assert "herring" not in text(await desk.group.ask(QUESTION)).replace(QUESTION, "")

    async def test_who_added_it_is_in_the_history(self, desk: Desk) -> None:
        await press(desk.mia, await preview(desk, pasted=ESSAY, **TYPED), "Add")
        entry = (await desk.store.history(desk.guild_id))[0]
        assert (entry.who, entry.kind, entry.subject.id) == (desk.mia.id, "imported", "wick-1890")

    async def test_side_thesis_and_link_are_given_with_edit(self, desk: Desk) -> None:
        shown = await preview(desk, pasted=ESSAY, **TYPED)
        opened = await press(desk.mia, shown, "Edit")
        assert fields(opened) == {
            "title": "The Herring Tariff",
            "authors": "Nora Wick",
            "where": "Harbour Review\n1890-04",
            "side": "",
            "thesis": "",
        }
        where = "Harbour Review\n1890-04-02\nhttps://example.org/herring"
        await edit(desk, shown, where=where, side="Traders", thesis="It was the tariff.")
        assert "Harbour Review, 2 April 1890" in text(shown) and "side: Traders" in text(shown)
        assert "It was the tariff." in text(shown) and "(<https://example.org/herring>)" in markup(shown)
        await press(desk.mia, shown, "Add")
        added = (await desk.now()).source("wick-1890")
        assert (added.side, added.thesis, added.url) == (
            "Traders",
            "It was the tariff.",
            "https://example.org/herring",
        )
        assert [passage.text for passage in added.passages] == ESSAY.split("\n\n")

    async def test_a_field_that_is_emptied_with_edit_is_empty(self, desk: Desk) -> None:
        shown = await preview(desk, pasted=ESSAY, **TYPED)
        await edit(desk, shown, where="")
        await press(desk.mia, shown, "Add")
        added = (await desk.now()).source("wick")
        assert (added.outlet, added.published) == (None, None)

    async def test_what_is_missing_is_said_and_asked_for(self, desk: Desk) -> None:
        shown = await preview(desk, pasted=ESSAY)
        assert "Not ready to be added." in text(shown) and "Press Edit." in text(shown).replace("*", "")
        assert disabled(shown) == ["Add"]
        await edit(desk, shown, title="The Herring Tariff")
        assert "There is no author yet" in text(shown) and disabled(shown) == ["Add"]
        await edit(desk, shown, authors="Nora Wick\nBo Wick")
        assert disabled(shown) == [] and "Not ready" not in text(shown)
        await press(desk.mia, shown, "Add")
        assert (await desk.now()).source("wick").authors == ("Nora Wick", "Bo Wick")

    @pytest.mark.parametrize(
        ("where", "told", "known"),
        [
            ("Harbour Review\nlast May", "I take “last May” for a second outlet, date or link", (None, None, None)),
            ("Harbour Review\n1890-13", "1890-13 is not a date: write 2020-05-01", (None, None, None)),
            ("https://exa mple.org", "is not a link", (None, None, None)),
            ("2 April 1890\nHarbour Review", "", ("Harbour Review", "1890-04-02", None)),
        ],
    )
    async def test_a_date_or_link_that_cannot_be_read_is_said_and_the_rest_is_kept(
        self, desk: Desk, where: str, told: str, known: tuple[str | None, ...]
    ) -> None:
        shown = await preview(desk, pasted=ESSAY, title="The Herring Tariff", authors="Nora Wick", where=where)
        assert told in text(shown)
        await press(desk.mia, shown, "Add")
        added = (await desk.now()).sources[-1]
        assert (added.outlet, added.published, added.url) == known
        assert added.title == "The Herring Tariff"

    @pytest.mark.parametrize("length", [LONGEST_TEXT - 1, LONGEST_TEXT])
    async def test_a_text_that_discord_may_have_cut_is_said_to_be_so(self, desk: Desk, length: int) -> None:
        pasted = (f"{ESSAY}\n\n" * 30)[:length].rstrip().ljust(length, ".")
        shown = await preview(desk, pasted=pasted, **TYPED)
        assert ("its end may be missing" in text(shown)) == (length == LONGEST_TEXT)

    async def test_without_text_or_file_all_that_was_typed_is_given_back(self, desk: Desk) -> None:
        shown = await preview(desk, **TYPED)
        assert "There is nothing to add yet: paste a text or choose a file." in text(shown)
        again = await press(desk.mia, shown, "Try again")
        assert fields(again) == {"pasted": "", "files": "", **TYPED}
        assert text(card(await desk.mia.submit_modal(again, {**TYPED, "pasted": ESSAY}))).startswith("Preview")

    async def test_a_text_of_no_words_is_refused_and_given_back(self, desk: Desk) -> None:
        shown = await preview(desk, pasted="***\n\n---\n\n!!", **TYPED)
        assert "Nothing was added." in text(shown) and "no text in this" in text(shown)
        assert fields(await press(desk.mia, shown, "Try again"))["pasted"] == "***\n\n---\n\n!!"

    async def test_cancel_adds_nothing_and_gives_the_text_back(self, desk: Desk) -> None:
        shown = await preview(desk, pasted=ESSAY, **TYPED)
        await press(desk.mia, shown, "Cancel")
        assert "Nothing was added." in text(shown) and labels(shown) == []
        assert ESSAY in await content_on(desk, shown)
        assert await ids(desk) == ["freeman-2017", "mastro-2021"]

    @pytest.mark.parametrize("words", ["@everyone", "<@1>", "# heading", "[x](https://x.y)", "**b** `c` ||d||"])
    async def test_markup_and_mentions_are_shown_and_do_nothing(self, desk: Desk, words: str) -> None:
        shown = await preview(desk, pasted=f"{ESSAY}\n\nHe wrote {words} on the wall.", title=words, authors=words)
        assert words in text(shown)
        assert f"**{words}" not in markup(shown)
        await press(desk.mia, shown, "Add")
        assert words in text(shown)

    async def test_the_longest_of_everything_fits_one_card(self, desk: Desk) -> None:
        there = (await desk.now()).source("freeman-2017")
        long = there.model_copy(
            update={
                "title": "*" * 380,
                "authors": tuple(f"{letter}" + "_" * 40 for letter in "abcdefgh"),
                "outlet": "`" * 280,
                "url": f"https://example.org/{'x' * 370}",
                "side": "~" * 200,
                "thesis": "|" * 200,
            }
        )
        pasted = markdown.render(long).ljust(LONGEST_TEXT, ".")[:LONGEST_TEXT]
        shown = await preview(desk, pasted=pasted, title="[" * 400, where="last May\n" + "(" * 300)
        assert sum(len(c["content"]) for c in components(shown) if c["type"] == 10) <= 4000
        assert labels(shown) == ["Add", "Replace", "Edit", "Cancel"]
        assert "its end may be missing" in text(shown) and "It seems to speak to" in text(shown)

    async def test_it_is_the_servers_alone(self, desk: Desk) -> None:
        await press(desk.mia, await preview(desk, pasted=ESSAY, **TYPED), "Add")
        elsewhere = await desk.group.bot.library(desk.guild_id + 1)
        assert "wick-1890" not in [source.id for source in elsewhere.sources]


class TestIssues:
    SANCTIONS = """China sits on the Security Council, votes for sanctions on North Korea, and does not enforce them.

Chinese banks and traders evade the sanctions, and Beijing turns a blind eye to the violations at the border."""

    async def test_issues_are_suggested_and_noted_only_where_a_person_confirms(self, desk: Desk) -> None:
        shown = await preview(desk, pasted=self.SANCTIONS, title="Sanctions", authors="Pat Kim", where="2022")
        assert "It seems to speak to these issues" in text(shown) and "Does China really enforce sanctions?" in text(
            shown
        )
        await press(desk.mia, shown, "Add")
        assert not any("kim-2022" in dict(i.sentences) for i in (await desk.now()).issues)
        opened = await press(desk.mia, shown, "Its issues")
        assert fields(opened) == {"issues": ""}
        await desk.mia.submit_modal(opened, {"issues": ["sanctions-enforcement"]})
        assert "Sanctions is noted under the issues that you chose: 1." in text(shown)
        issue = next(i for i in (await desk.now()).issues if i.id == "sanctions-enforcement")
        assert "kim-2022" in dict(issue.sentences)
        compared = card(await desk.mia.slash(desk.group.channel, "compare", issue="sanctions-enforcement"))
        assert "Pat Kim" in text(compared)
        await press(desk.mia, shown, "Undo")
        issue = next(i for i in (await desk.now()).issues if i.id == "sanctions-enforcement")
        assert "kim-2022" not in dict(issue.sentences)

    async def test_a_text_on_something_else_is_said_to_speak_to_none(self, desk: Desk) -> None:
        shown = await preview(desk, pasted=ESSAY, **TYPED)
        assert "It seems to speak to" not in text(shown)
        await press(desk.mia, shown, "Add")
        assert "Its issues" not in labels(shown)
