"""/library export and import: a library as files, out of one server and into another, byte for byte."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle

from bot.cards import incoming
from knowledge.intake import limits
from knowledge.model import Source
from knowledge.search.library import Library
from knowledge.sources import bundle, markdown
from tests.conftest import ALDER, BIRCH, CEDAR, make_source
from tests.e2e.conftest import MakeBot
from tests.e2e.library.conftest import Desk
from tests.e2e.people import Shown, card, components, labels, press, quotations, text

RICH = CEDAR.model_copy(
    update={
        "authors": ("Cy Cedar", "Ann Alder"),
        "outlet": "The “Ledger” – 北",
        "thesis": "Neither: it was the harvest.",
        "extra": (("tags", ["a", {"b": None}]), ("pseudonym", "Cato")),
        "passages": tuple(p.model_copy(update={"headings": ("Ledgers",)}) for p in CEDAR.passages),
    }
)
WOULD = "{} new, {} changed, {} as they are."


@pytest.fixture
def library() -> Library:
    return Library([ALDER, BIRCH])


def zipped(*sources: Source, **others: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for source in sources:
            archive.writestr(f"{source.id}.md", markdown.render(source))
        for name, data in others.items():
            archive.writestr(name.replace("_", "."), data)
    return made.getvalue()


async def files_on(desk: Desk, shown: Shown) -> dict[str, bytes]:
    urls = [c["file"]["url"] for c in components(shown) if c["type"] == 13]
    return {url.rpartition("/")[2]: await desk.group.bot.http.get_from_cdn(url) for url in urls}


async def send(desk: Desk, *files: tuple[str, bytes]) -> list[Shown]:
    """Let Mia send the form for an import; return the cards that she gets."""
    result = await desk.mia.submit_modal(await desk.run("import"), {"exported": list(files)})
    return [*([result.response] if result.response else []), *result.followups]


async def preview(desk: Desk, *sources: Source) -> Shown:
    (shown,) = await send(desk, ("library.zip", zipped(*sources)))
    return shown


async def stored(desk: Desk, guild_id: int | None = None) -> dict[str, str]:
    return {s.id: markdown.render(s) for s in await desk.store.export(guild_id or desk.guild_id)}


def _forget(_interaction: object, _limit: int) -> None:
    """Take what simcord sets and leave the limit of the test."""


def elsewhere(desk: Desk) -> tuple[GuildHandle, ChannelHandle, MemberActor]:
    """Make another server where Mia is a moderator too."""
    guild = desk.group.env.create_guild("Elsewhere")
    role = guild.create_role("moderators", permissions=discord.Permissions(manage_guild=True))
    return guild, guild.create_text_channel("seminar"), guild.add_member(desk.mia.user, roles=[role])


class TestExport:
    async def test_it_holds_the_servers_own_sources_as_files(self, desk: Desk) -> None:
        for source in (RICH, make_source("dove-2001", "Di Dove", "A dove.")):
            await desk.store.add(desk.guild_id, source)
        await desk.store.retire(desk.guild_id, "dove-2001")
        shown = await desk.shown("export")
        assert shown.ephemeral
        files = await files_on(desk, shown)
        assert list(files) == ["library.zip"]
        assert bundle.unpack(files["library.zip"]) == [("cedar-2010.md", markdown.render(RICH).encode())]
        assert files == await files_on(desk, await desk.shown("export")), "the same library is the same bytes"

    async def test_one_source_alone_shipped_and_retired_ones_too(self, desk: Desk) -> None:
        await desk.store.retire(desk.guild_id, BIRCH.id)
        assert await desk.choices("export", "source") == [
            "Essay alder-2001 (Alder, 2001)",
            "Essay birch-2005 (Birch, 2005)",
        ]
        for source in (ALDER, BIRCH):
            files = await files_on(desk, await desk.shown("export", source=source.id))
            assert files == {f"{source.id}.md": markdown.render(source).encode()}

    async def test_where_there_is_nothing_to_export_it_says_so(self, desk: Desk) -> None:
        assert "This server has no sources of its own yet" in text(await desk.shown("export"))

    @pytest.mark.parametrize("more", [0, 1])
    async def test_one_that_discord_would_not_take_says_what_to_do(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, more: int
    ) -> None:
        await desk.store.add(desk.guild_id, RICH)
        size = len((await files_on(desk, await desk.shown("export")))["library.zip"])
        limit = property(fget=lambda _: size - more, fset=_forget)
        monkeypatch.setattr(discord.Interaction, "filesize_limit", limit)
        shown = text(await desk.shown("export"))
        assert (f"python -m bot export --guild {desk.guild_id} FOLDER" in shown) == bool(more)

    async def test_nothing_of_another_server_is_in_it(self, desk: Desk) -> None:
        await desk.store.add(desk.guild_id, RICH)
        _, channel, mia = elsewhere(desk)
        assert "no sources of its own" in text(card(await mia.slash(channel, "library export")))
        shown = text(card(await mia.slash(channel, "library export", source=RICH.id)))
        assert "There is no source “cedar-2010”" in shown and "Cedar" not in shown


class TestImport:
    async def test_what_one_server_exports_another_imports_byte_for_byte(self, desk: Desk) -> None:
        many = [
            make_source(f"source-{n}", f"Author {n}", f"Paragraph {n} on bread.", "And another.") for n in range(20)
        ]
        for source in (RICH, ALDER.model_copy(update={"title": "Bread"}), *many):
            await desk.store.add(desk.guild_id, source)
        await desk.store.retire(desk.guild_id, "source-3", paragraph=2)
        exported = await files_on(desk, await desk.shown("export"))

        guild, channel, mia = elsewhere(desk)
        opened = await mia.slash(channel, "library import")
        shown = card(await mia.submit_modal(opened, {"exported": [("library.zip", exported["library.zip"])]}))
        assert WOULD.format(21, 1, 0) in text(shown)
        assert "changes: alder-2001 (Bread): title" in text(shown)
        assert (await files_on(desk, shown))[incoming.LIST].decode().count("\n") == 21
        assert await stored(desk, guild.id) == {}
        await mia.click(shown, label="Import")
        assert "22 sources are imported and searchable." in text(shown)
        assert await stored(desk, guild.id) == await stored(desk)
        again = card(await mia.slash(channel, "library export"))
        assert await files_on(desk, again) == exported
        answer = card(await mia.slash(channel, "ask", question="what became of the old ledgers?"))
        assert RICH.passages[1].text in quotations(answer)

    async def test_the_preview_says_for_each_source_what_would_change(self, desk: Desk) -> None:
        shown = await preview(
            desk, RICH, ALDER, BIRCH.model_copy(update={"side": None, "passages": BIRCH.passages[:1]})
        )
        read = text(shown)
        assert WOULD.format(1, 1, 1) in read
        assert read.index("changes: birch-2005") < read.index("new: cedar-2010") < read.index("stays: alder-2001")
        changed = next(line for line in read.split("\n") if line.startswith("changes"))
        assert "side" in changed and f"{len(BIRCH.passages) - 1} paragraphs" in changed
        assert labels(shown) == ["Import", "Cancel"]
        assert await desk.store.version(desk.guild_id) == 0

    async def test_one_imported_source_is_searchable_and_can_be_undone(self, desk: Desk) -> None:
        shown = await preview(desk, RICH)
        await press(desk.mia, shown, "Import")
        assert "The source is imported and searchable." in text(shown)
        assert RICH.passages[1].text in quotations(await desk.group.ask("what became of the old ledgers?"))
        assert (await desk.store.history(desk.guild_id))[0].who == desk.mia.id
        await press(desk.mia, shown, "Undo")
        assert RICH.id not in [source.id for source in (await desk.now()).sources]

    async def test_what_is_there_already_is_not_imported(self, desk: Desk) -> None:
        shown = await preview(desk, ALDER, BIRCH)
        assert WOULD.format(0, 0, 2) in text(shown) and labels(shown) == []

    async def test_cancel_imports_nothing(self, desk: Desk) -> None:
        shown = await preview(desk, RICH)
        await press(desk.mia, shown, "Cancel")
        assert text(shown) == "Nothing was imported." and labels(shown) == []
        assert await desk.store.version(desk.guild_id) == 0

    async def test_single_files_are_taken_too_and_bad_ones_named(self, desk: Desk) -> None:
        told, shown = await send(
            desk,
            ("cedar.md", markdown.render(RICH).encode()),
            ("notes.md", b"No front matter."),
            ("broken.md", b"---\nid: x\ntitle: [\n---\n\nText."),
            ("latin.md", b"---\nid: x\ntitle: \xe9\nauthor: A\n---\n\nText."),
            ("twice.md", markdown.render(RICH).encode()),
            ("essay.pdf", b"%PDF-1.4"),
            ("empty.md", b""),
        )
        read = text(told)
        assert "essay.pdf: This is no export" in read and "empty.md: The file is empty" in read
        assert "notes.md: There is no front matter" in read and "/library add" in read
        assert "broken.md: Line " in read and "of the file cannot be read" in read
        assert "latin.md: The file is not UTF-8 text" in read and "… and 1 more." in read
        assert WOULD.format(1, 0, 0) in text(shown)

    async def test_a_readme_and_other_files_in_a_zip_are_left_out(self, desk: Desk) -> None:
        (shown,) = await send(desk, ("x.zip", zipped(RICH, README_md=b"# Essays", notes_txt=b"x")))
        assert WOULD.format(1, 0, 0) in text(shown)

    @pytest.mark.parametrize(
        ("data", "told"),
        [
            (b"no zip", "The .zip is damaged"),
            (zipped(), "There is no .md file in this .zip"),
            (zipped(bomb_md=bytes(bundle.MOST_BYTES + 1)), "holds more than 50 MB, unpacked"),
            (zipped(a_md=b"---\na: &a [x]\nid: x\ntitle: y\nauthor: *a\n---\n\nText."), "too tangled"),
        ],
    )
    async def test_what_cannot_be_used_is_one_sentence_and_changes_nothing(
        self, desk: Desk, data: bytes, told: str
    ) -> None:
        (shown,) = await send(desk, ("x.zip", data))
        assert text(shown).startswith("Nothing was added.") and told in text(shown)
        assert labels(shown) == [] and await desk.store.version(desk.guild_id) == 0

    async def test_a_file_that_is_too_large_is_not_fetched(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        async def fail(*_: Any, **__: Any) -> bytes:
            raise AssertionError

        monkeypatch.setattr(limits, "FILE_BYTES", 100)
        monkeypatch.setattr(discord.Attachment, "read", fail)
        (shown,) = await send(desk, ("x.zip", zipped(RICH)))
        assert "x.zip: The file is larger than" in text(shown)

    async def test_what_somebody_changed_since_the_preview_is_not_overwritten_and_the_rest_goes_on(
        self, desk: Desk
    ) -> None:
        dove = make_source("dove-2001", "Di Dove", "A dove.")
        shown = await preview(desk, RICH, dove)
        await desk.store.add(desk.guild_id, RICH.model_copy(update={"title": "Theirs"}), desk.max.id)
        await press(desk.mia, shown, "Import")
        read = text(shown)
        assert "1 of 2 sources are imported and searchable." in read and WOULD.format(0, 1, 0) in read
        library = await desk.now()
        assert (library.source(RICH.id).title, library.source(dove.id)) == ("Theirs", dove)
        await press(desk.mia, shown, "Import")
        assert (await desk.now()).source(RICH.id) == RICH

    async def test_an_import_works_after_a_restart(self, desk: Desk, make_bot: MakeBot) -> None:
        shown = await preview(desk, RICH)
        await desk.group.env.restart_bot(make_bot())
        await press(desk.mia, shown, "Import")
        assert await stored(desk) == {RICH.id: markdown.render(RICH)}

    async def test_a_reply_that_was_lost_may_be_asked_for_again(self, desk: Desk) -> None:
        """The import was made, Discord refused the card that says so, and the button is pressed once more."""
        shown = await preview(desk, RICH)
        desk.group.env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=503, code=0)
        await press(desk.mia, shown, "Import")
        assert await stored(desk) == {RICH.id: markdown.render(RICH)}
        await press(desk.mia, shown, "Import")
        assert "Nothing was changed: it already reads like that." in text(shown)
        assert await desk.store.version(desk.guild_id) == 1

    async def test_how_far_it_is_is_said(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        from bot.commands.library import carrying

        monkeypatch.setattr(carrying, "_BETWEEN_EDITS_SECONDS", -1.0)
        shown = await preview(desk, RICH, make_source("dove-2001", "Di Dove", "A dove."))
        await press(desk.mia, shown, "Import")
        sent = [str(request.json) for request in desk.group.env.http_requests if request.method == "PATCH"]
        assert any("Importing: 1 of 2 …" in body for body in sent)
        assert "2 sources are imported and searchable." in text(shown)


class TestRight:
    @pytest.mark.parametrize("name", ["export", "import"])
    async def test_the_commands_are_for_moderators(self, desk: Desk, refused: str, name: str) -> None:
        assert refused in text(card(await desk.eve.slash(desk.group.channel, f"library {name}")))

    @pytest.mark.parametrize("label", ["Import", "Cancel"])
    async def test_who_lost_the_right_since_the_preview_can_do_nothing_with_it(
        self, desk: Desk, refused: str, label: str
    ) -> None:
        shown = await preview(desk, RICH)
        await desk.group.bot.http.delete_role(desk.guild_id, desk.group.guild.roles["moderators"].id)
        assert refused in text(card(await press(desk.mia, shown, label)))
        assert await desk.store.version(desk.guild_id) == 0

    async def test_who_lost_it_while_the_form_was_open_is_refused(self, desk: Desk, refused: str) -> None:
        opened = await desk.run("import")
        await desk.group.bot.http.delete_role(desk.guild_id, desk.group.guild.roles["moderators"].id)
        shown = card(await desk.mia.submit_modal(opened, {"exported": [("x.zip", zipped(RICH))]}))
        assert refused in text(shown)
