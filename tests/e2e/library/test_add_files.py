"""/library add with files: each is previewed, or named with what is wrong with it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from knowledge.intake import limits
from knowledge.sources import markdown
from tests.conftest import ALDER, BIRCH, CEDAR
from tests.e2e.library.adding import (
    ESSAY,
    FIRST,
    QUESTION,
    TYPED,
    Files,
    content_on,
    file_on,
    ids,
    preview,
    send,
)
from tests.e2e.library.conftest import Desk, fields
from tests.e2e.people import markup, press, quotations, text


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
