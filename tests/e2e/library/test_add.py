"""/library add: a text or files, a preview, and then a source that is searchable when the bot says so."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest
import simcord
from simcord.actors import MemberActor

from bot.forms import LONGEST_TEXT
from knowledge.intake import limits
from knowledge.meaning.encoder import Encoder
from knowledge.search.library import Library
from knowledge.sources import markdown
from tests.conftest import ALDER, BIRCH, CEDAR
from tests.e2e.conftest import MakeBot
from tests.e2e.library.conftest import Desk, fields
from tests.e2e.people import Shown, card, components, labels, markup, press, quotations, text

FIRST = "The tariff on salted herring ruined the fishers of Norwick, who had sold to the Baltic for a century."
ESSAY = f"""{FIRST}

Nobody in the capital had asked them, and the customs house kept no record of their complaints.

When the herring returned in 1887 there were no boats left to meet them."""
TYPED = {"title": "The Herring Tariff", "authors": "Nora Wick", "where": "Harbour Review\n1890-04"}
QUESTION = "what did the tariff on salted herring do to the fishers of Norwick?"
Files = list[tuple[str, bytes]]


async def send(desk: Desk, who: MemberActor, values: dict[str, Any]) -> simcord.InteractionResult:
    """Let somebody send the form for a new source."""
    return await who.submit_modal(await who.slash(desk.group.channel, "library add"), values)


async def preview(desk: Desk, **values: Any) -> Shown:
    """Let Mia send the form for a new source; return the one card that she gets."""
    return card(await send(desk, desk.mia, values))


async def edit(desk: Desk, shown: Shown, **values: str) -> None:
    """Let Mia change some fields of what is known about a previewed source."""
    opened = await press(desk.mia, shown, "Edit")
    await desk.mia.submit_modal(opened, {**fields(opened), **values})


async def ids(desk: Desk) -> list[str]:
    return [source.id for source in (await desk.now()).sources]


def disabled(shown: Shown) -> list[str]:
    return [c["label"] for c in components(shown) if c["type"] == 2 and c.get("disabled")]


def file_on(shown: Shown) -> str:
    """Return the name of the file on a card."""
    return next(c["file"]["url"].rpartition("/")[2] for c in components(shown) if c["type"] == 13)


async def content_on(desk: Desk, shown: Shown) -> str:
    """Return what the file on a card holds."""
    url = next(c["file"]["url"] for c in components(shown) if c["type"] == 13)
    return (await desk.group.bot.http.get_from_cdn(url)).decode()


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


class TestFiles:
    async def test_what_a_file_says_of_itself_is_detected(self, desk: Desk) -> None:
        page = f"""<html><head><title>Herring</title><meta name="author" content="Nora Wick">
        <meta property="article:published_time" content="2020-04-02"><meta property="og:site_name" content="Review">
        </head><body><nav>Home | About</nav><article><h1>The Herring Tariff</h1>
        {"".join(f"<p>{part}</p>" for part in ESSAY.split(chr(10) * 2))}
        <p>Subscribe to our newsletter</p></article></body></html>"""
        shown = await preview(desk, files=[("herring.html", page.encode())])
        read = text(shown)
        assert read.startswith("herring.html") and "Nora Wick" in read and "2 April 2020" in read
        assert "newsletter" not in read.split("Wick (2020), ¶2")[0]
        await press(desk.mia, shown, "Add")
        assert quotations(await desk.group.ask(QUESTION))[0] == FIRST

    async def test_a_source_file_is_added_byte_for_byte(self, desk: Desk) -> None:
        file = markdown.render(CEDAR)
        shown = await preview(desk, files=[("cedar.md", file.encode())])
        assert await content_on(desk, shown) == file
        await press(desk.mia, shown, "Add")
        assert (await desk.now()).source(CEDAR.id) == CEDAR

    async def test_several_files_are_previewed_and_decided_one_by_one(self, desk: Desk) -> None:
        files: Files = [(f"{s.id}.md", markdown.render(s).encode()) for s in (ALDER, BIRCH, CEDAR)]
        result = await send(desk, desk.mia, {"files": files})
        first, second, third = result.followups
        assert [file_on(shown) for shown in result.followups] == [f"{s.id}.md" for s in (ALDER, BIRCH, CEDAR)]
        await press(desk.mia, second, "Add")
        await press(desk.mia, first, "Cancel")
        await press(desk.mia, third, "Add")
        assert (await ids(desk))[2:] == [BIRCH.id, CEDAR.id]

    async def test_text_and_files_are_a_source_each_and_only_a_title_is_not_for_all(self, desk: Desk) -> None:
        typed = {"pasted": ESSAY, "files": [("two.txt", b"Another text. It is short.")], **TYPED}
        result = await send(desk, desk.mia, typed)
        assert len(result.followups) == 2
        for shown in result.followups:
            assert "Nora Wick · Harbour Review, April 1890" in text(shown)
            assert "the one that you typed is not used" in text(shown) and "The Herring Tariff" not in text(shown)

    async def test_of_several_files_the_bad_ones_are_named_and_the_others_go_on(self, desk: Desk) -> None:
        files: Files = [
            ("cedar.md", markdown.render(CEDAR).encode()),
            ("song.mp3", b"ID3"),
            ("empty.txt", b""),
            ("*fake*.docx", b"no word file"),
        ]
        result = await send(desk, desk.mia, {"files": files})
        told, shown = map(text, result.followups)
        assert "These could not be used, the others follow:" in told
        assert "song.mp3: This kind of file is not read" in told and "empty.txt: The file is empty" in told
        assert "*fake*.docx: " in told and "\\*fake\\*" in markup(result.followups[0])
        assert shown.startswith("cedar.md\nPreview")

    @pytest.mark.parametrize("more", [0, 1])
    async def test_a_file_that_is_too_large_is_not_even_fetched(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, more: int
    ) -> None:
        fetched: list[int] = []
        read = discord.Attachment.read

        async def counted(attachment: discord.Attachment, **options: Any) -> bytes:
            fetched.append(attachment.size)
            return await read(attachment, **options)

        monkeypatch.setattr(discord.Attachment, "read", counted)
        monkeypatch.setattr(limits, "FILE_BYTES", 300)
        shown = await preview(desk, files=[("essay.txt", ESSAY.encode().ljust(300 + more))])
        assert fetched == [300] * (1 - more)
        assert ("The file is larger than" in text(shown)) == bool(more)

    async def test_all_files_together_are_limited_too(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "TOTAL_BYTES", 700)
        result = await send(desk, desk.mia, {"files": [(f"{n}.txt", ESSAY.encode()) for n in range(3)]})
        told, *previews = map(text, result.followups)
        assert told.count("larger than") == 1 and "2.txt: The files are larger than" in told
        assert len(previews) == 2

    async def test_where_no_file_can_be_used_what_was_typed_is_given_back(self, desk: Desk) -> None:
        shown = await preview(desk, files=[("song.mp3", b"ID3")], **TYPED)
        assert "Nothing was added." in text(shown) and "song.mp3: This kind of file is not read" in text(shown)
        assert fields(await press(desk.mia, shown, "Try again")) == {"pasted": "", "files": "", **TYPED}

    async def test_ten_bad_files_with_long_names_fit_one_card(self, desk: Desk) -> None:
        shown = await preview(desk, pasted="", files=[("*" * 200 + f"{n}.mp3", b"x") for n in range(10)], **TYPED)
        assert "… and 5 more." in text(shown) and len(markup(shown)) <= 4000

    async def test_a_file_that_discord_does_not_hand_out_is_said_to_be_so(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def gone(_attachment: discord.Attachment, **_: Any) -> bytes:
            raise discord.DiscordServerError(cast("Any", SimpleNamespace(status=503, reason="down")), "down")

        monkeypatch.setattr(discord.Attachment, "read", gone)
        shown = await preview(desk, files=[("essay.txt", ESSAY.encode())])
        assert "essay.txt: Discord did not hand it out. Please send it again." in text(shown)

    async def test_while_files_are_read_it_is_said(self, desk: Desk) -> None:
        await preview(desk, files=[("cedar.md", markdown.render(CEDAR).encode())])
        sent = [str(request.json or "") for request in desk.group.env.http_requests]
        deferred, said = (next(n for n, body in enumerate(sent) if it in body) for it in ("'type': 5", "Reading cedar"))
        previewed = next(n for n, body in enumerate(sent) if "Preview" in body)
        assert deferred < said < previewed


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
