"""Add to library, on a message: its text becomes the form's, its files become previews."""

from __future__ import annotations

import discord
import simcord

from knowledge.sources import markdown
from tests.conftest import CEDAR
from tests.e2e.library.conftest import Desk, fields
from tests.e2e.people import card, labels, press, quotations, text

MENU = "Add to library"
FIRST = "The tariff on salted herring ruined the fishers of Norwick."
ESSAY = f"{FIRST}\n\nNobody in the capital had asked them."


async def choose(desk: Desk, message: discord.Message) -> simcord.InteractionResult:
    return await desk.mia.context_menu(desk.group.channel, MENU, message)


async def test_a_messages_text_becomes_the_forms_and_its_sender_is_not_the_author(desk: Desk) -> None:
    message = await desk.group.ann.send(desk.group.channel, ESSAY)
    opened = await choose(desk, message)
    assert fields(opened) == {"pasted": ESSAY, "files": "", "title": "", "authors": "", "where": ""}
    typed = {**fields(opened), "title": "The Herring Tariff", "authors": "Nora Wick", "where": "1890"}
    del typed["files"]
    shown = card(await desk.mia.submit_modal(opened, typed))
    assert "ann" not in text(shown).split()
    await press(desk.mia, shown, "Add")
    answer = await desk.group.ask("what did the tariff on salted herring do to the fishers of Norwick?")
    assert quotations(answer)[0] == FIRST


async def test_mentions_and_emoji_are_left_out_and_paragraphs_kept(desk: Desk) -> None:
    said = f"{desk.group.ben.mention} look: <:herring:123456789012345678>\n\n{ESSAY}"
    opened = await choose(desk, await desk.group.ann.send(desk.group.channel, said))
    assert fields(opened)["pasted"] == f"look: herring\n\n{ESSAY}"


async def test_a_messages_file_is_previewed_at_once(desk: Desk) -> None:
    file = ("cedar.md", markdown.render(CEDAR).encode())
    message = await desk.group.ann.send(desk.group.channel, "Look at this", attachments=[file])
    shown = card(await choose(desk, message))
    assert shown.ephemeral and text(shown).startswith("cedar.md\nPreview")
    await press(desk.mia, shown, "Add")
    assert (await desk.now()).source(CEDAR.id) == CEDAR


async def test_the_text_beside_a_picture_is_taken(desk: Desk) -> None:
    message = await desk.group.ann.send(desk.group.channel, ESSAY, attachments=[("herring.png", b"\x89PNG")])
    assert fields(await choose(desk, message))["pasted"] == ESSAY


async def test_a_picture_alone_is_named_and_refused(desk: Desk) -> None:
    message = await desk.group.ann.send(desk.group.channel, "", attachments=[("herring.png", b"\x89PNG")])
    shown = text(card(await choose(desk, message)))
    assert shown.startswith("Nothing was added.") and "herring.png: This kind of file is not read" in shown


async def test_a_message_without_words_is_refused(desk: Desk) -> None:
    message = await desk.group.ann.send(desk.group.channel, desk.group.ben.mention)
    assert "neither text nor a file that I can read" in text(card(await choose(desk, message)))


async def test_the_longest_message_fits_the_form(desk: Desk) -> None:
    said = ("Herring. " * 300)[:2000].strip()
    assert fields(await choose(desk, await desk.group.ann.send(desk.group.channel, said)))["pasted"] == said


async def test_it_is_for_moderators(desk: Desk, refused: str) -> None:
    message = await desk.group.ann.send(desk.group.channel, ESSAY)
    assert refused in text(card(await desk.eve.context_menu(desk.group.channel, MENU, message)))
    assert MENU not in desk.group.ann.available_commands(desk.group.channel)


async def test_who_lost_the_right_while_the_form_was_open_is_given_the_text_back(desk: Desk, refused: str) -> None:
    opened = await choose(desk, await desk.group.ann.send(desk.group.channel, ESSAY))
    await desk.group.bot.http.delete_role(desk.guild_id, desk.group.guild.roles["moderators"].id)
    shown = card(await desk.mia.submit_modal(opened, {"pasted": ESSAY, "title": "Mine"}))
    assert refused in text(shown) and FIRST in text(shown) and labels(shown) == ["Try again"]
