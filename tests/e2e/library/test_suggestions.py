"""/suggest and /library suggestions: members propose, moderators decide."""

from __future__ import annotations

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from bot.forms import LONGEST_TEXT
from knowledge.search.library import Library
from knowledge.store.suggestions import MOST_OPEN_OF_ONE
from tests.conftest import ALDER, BIRCH, CEDAR
from tests.e2e.library.conftest import Desk, fields
from tests.e2e.people import Shown, card, labels, last, markup, press, quotations, text

COUNTED = "A customs officer counted 341 ships that winter."
HOSTILE = "# @everyone <@1> [x](https://x.y) **b** `c` ||d||\n- item\n> quote ~~e~~ <#2> :smile:"


@pytest.fixture
def library() -> Library:
    return Library([ALDER, BIRCH, CEDAR])


async def propose(
    desk: Desk, words: str = COUNTED, remark: str = "", who: MemberActor | None = None, **place: object
) -> Shown:
    """Let Ann, or somebody else, send a suggestion; return the reply."""
    person = who or desk.group.ann
    place = place or {"source": "alder-2001", "paragraph": 2}
    opened = await person.slash(desk.group.channel, "suggest", **{name: at for name, at in place.items() if at})
    return card(await person.submit_modal(opened, {"text": words, "remark": remark}))


@pytest.fixture
async def desks_channel(desk: Desk) -> ChannelHandle:
    """A channel for suggestions."""
    channel = desk.group.guild.create_text_channel("suggestions")
    await desk.store.change_settings(desk.guild_id, desk.mia.id, suggestion_channel=channel.id)
    return channel


def calls(desk: Desk, channel: ChannelHandle) -> list[object]:
    """Return for each message in a channel whom it may call."""
    path = f"/channels/{channel.id}/messages"
    sent = [r.json for r in desk.group.env.http_requests if r.method == "POST" and r.path == path]
    return [body and body["allowed_mentions"] for body in sent]


class TestMembers:
    async def test_a_correction_begins_with_what_is_there(self, desk: Desk) -> None:
        opened = await desk.group.ann.slash(desk.group.channel, "suggest", source="alder-2001", paragraph=2)
        assert fields(opened) == {"text": ALDER.passages[1].text, "remark": ""}
        shown = card(await desk.group.ann.submit_modal(opened, {"text": COUNTED, "remark": "The ledger says so."}))
        assert shown.ephemeral and "suggestion 1" in text(shown)
        (kept,) = await desk.store.suggestions(desk.guild_id)
        assert (kept.kind, kept.source_id, kept.paragraph) == ("correction", "alder-2001", 2)
        assert (kept.who, kept.text, kept.remark) == (desk.group.ann.id, COUNTED, "The ledger says so.")
        assert (await desk.now()).source("alder-2001") == ALDER

    async def test_a_card_has_the_button(self, desk: Desk) -> None:
        page = card(await desk.group.ann.slash(desk.group.channel, "read", source="alder-2001", paragraph=2))
        opened = await press(desk.group.ann, page, "Suggest a correction")
        assert fields(opened)["text"] == ALDER.passages[1].text
        asked = await desk.group.ask("did the harbour tariff raise the price of bread?")
        context = card(await press(desk.group.ben, asked, "In context"))
        assert (await press(desk.group.ben, context, "Suggest a correction")).modal is not None

    async def test_paragraphs_are_offered(self, desk: Desk) -> None:
        found = await desk.group.ann.autocomplete(desk.group.channel, "suggest", "paragraph", "", source="alder-2001")
        assert [choice["value"] for choice in found] == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize("words", [ALDER.passages[1].text, "   "])
    async def test_what_would_change_nothing_is_refused(self, desk: Desk, words: str) -> None:
        shown = await propose(desk, words)
        assert "reads like that already" in text(shown) or "Write what it should say" in text(shown)
        assert await desk.store.suggestions(desk.guild_id) == []

    async def test_a_paragraph_without_a_source_is_asked_back(self, desk: Desk) -> None:
        shown = card(await desk.group.ann.slash(desk.group.channel, "suggest", paragraph=2))
        assert "Choose the source" in text(shown)

    async def test_one_member_cannot_flood_the_list_and_loses_nothing(self, desk: Desk) -> None:
        for number in range(MOST_OPEN_OF_ONE):
            assert f"suggestion {number + 1}" in text(await propose(desk, f"Version {number}."))
        shown = await propose(desk, "One too many.")
        assert "still open" in text(shown) and "One too many." in text(shown)
        assert len(await desk.store.suggestions(desk.guild_id)) == MOST_OPEN_OF_ONE
        assert "suggestion 6" in text(await propose(desk, "From Ben.", who=desk.group.ben))

    async def test_in_a_direct_message_there_is_no_library_to_suggest_for(self, desk: Desk) -> None:
        names = desk.group.env.create_user("zoe").available_commands()
        assert "suggest" not in names and "read" in names


class TestHostile:
    @pytest.mark.parametrize("words", [HOSTILE, "*" * LONGEST_TEXT, "x" * LONGEST_TEXT, "@everyone " * 399])
    async def test_what_they_write_is_shown_and_does_nothing(
        self, desk: Desk, desks_channel: ChannelHandle, words: str
    ) -> None:
        await propose(desk, words, remark=words[:1000])
        announced = last(desks_channel)
        assert calls(desk, desks_channel) == [{"parse": []}] and not announced.mention_everyone
        for shown in (announced, await desk.shown("suggestions")):
            assert len(markup(shown)) <= 4000
            assert words.split()[1 if words is HOSTILE else 0][:9] in text(shown)
            assert "@everyone" not in markup(shown).replace("\\@everyone", "")
        opened = await press(desk.mia, await desk.shown("suggestions"), "Edit …")
        assert fields(opened)["text"] == words.strip()

    async def test_a_member_decides_nothing(self, desk: Desk, desks_channel: ChannelHandle, refused: str) -> None:
        await propose(desk)
        for label in ("Accept", "Edit …", "Decline"):
            pressed = await press(desk.eve, last(desks_channel), label)
            assert pressed.modal is None and card(pressed).ephemeral and refused in text(card(pressed))
        assert (await desk.store.suggestion(desk.guild_id, 1)).state == "open"
        shown = card(await desk.eve.slash(desk.group.channel, "library suggestions"))
        assert refused in text(shown) and "341" not in text(shown)

    async def test_a_form_of_somebody_who_lost_the_right_decides_nothing(self, desk: Desk, refused: str) -> None:
        await propose(desk)
        opened = await press(desk.mia, await desk.shown("suggestions"), "Edit …")
        await desk.group.bot.http.delete_role(desk.guild_id, desk.group.guild.roles["moderators"].id)
        shown = card(await desk.mia.submit_modal(opened, {"text": "Mine."}))
        assert refused in text(shown) and (await desk.store.suggestion(desk.guild_id, 1)).state == "open"


class TestModerators:
    async def test_the_list_shows_what_would_change_and_who_asks(self, desk: Desk) -> None:
        assert "There are no open suggestions." in text(await desk.shown("suggestions"))
        await propose(desk, remark="The ledger says so.")
        shown = await desk.shown("suggestions")
        assert shown.ephemeral and labels(shown) == ["Accept", "Edit …", "Decline"]
        read = markup(shown)
        assert "~~340~~ **341** ships" in read and "A correction of ¶2 in **Essay alder-2001**" in read
        assert f"<@{desk.group.ann.id}>" in read and "**Why:** The ledger says so." in read

    async def test_what_is_accepted_is_in_the_next_answer_and_can_be_undone(self, desk: Desk) -> None:
        await propose(desk)
        shown = await desk.run("suggestions")
        await press(desk.mia, card(shown), "Accept")
        assert "Suggestion 1 is accepted" in text(card(shown)) and labels(card(shown)) == ["Undo"]
        assert COUNTED in quotations(await desk.group.ask("how many ships did the customs officer count?"))[0]
        await press(desk.mia, card(shown), "Undo")
        assert (await desk.now()).source("alder-2001") == ALDER
        assert (await desk.store.history(desk.guild_id))[-1].who == desk.mia.id

    async def test_it_may_be_edited_first(self, desk: Desk) -> None:
        await propose(desk)
        opened = await press(desk.mia, await desk.shown("suggestions"), "Edit …")
        assert fields(opened) == {"text": COUNTED}
        done = card(await desk.mia.submit_modal(opened, {"text": "Some 341 ships came."}))
        assert "Suggestion 1 is accepted" in text(done)
        assert (await desk.now()).source("alder-2001").passages[1].text == "Some 341 ships came."

    async def test_what_cannot_be_kept_is_refused_and_stays_open(self, desk: Desk) -> None:
        await propose(desk, "Two\n\nparagraphs.")
        shown = await desk.shown("suggestions")
        assert "without blank lines" in text(card(await press(desk.mia, shown, "Accept")))
        opened = await press(desk.mia, shown, "Edit …")
        again = card(await desk.mia.submit_modal(opened, {"text": "Still\n\ntwo."}))
        assert "without blank lines" in text(again) and (await desk.store.suggestion(desk.guild_id, 1)).state == "open"
        assert fields(await press(desk.mia, again, "Try again")) == {"text": "Still\n\ntwo."}

    async def test_it_may_be_declined(self, desk: Desk) -> None:
        await propose(desk)
        shown = await desk.run("suggestions")
        await press(desk.mia, card(shown), "Decline")
        assert "Suggestion 1 is declined." in text(card(shown))
        assert await desk.store.suggestions(desk.guild_id) == [] and await desk.store.history(desk.guild_id) == []

    @pytest.mark.parametrize("label", ["Accept", "Decline"])
    async def test_of_two_who_decide_at_once_the_second_is_told(self, desk: Desk, label: str) -> None:
        await propose(desk)
        mine = await desk.shown("suggestions")
        theirs = card(await desk.max.slash(desk.group.channel, "library suggestions"))
        await press(desk.max, theirs, "Decline")
        told = card(await press(desk.mia, mine, label))
        assert told.ephemeral and f"already declined by <@{desk.max.id}>" in markup(told)
        assert (await desk.now()).source("alder-2001") == ALDER

    async def test_a_paragraph_that_changed_since_is_not_overwritten(self, desk: Desk) -> None:
        await propose(desk)
        shown = await desk.shown("suggestions")
        await desk.store.edit_passage(desk.guild_id, "alder-2001", 2, desk.max.id, "Max wrote this.", 0)
        assert "was changed after this card was shown" in text(card(await press(desk.mia, shown, "Accept")))
        assert (await desk.now()).source("alder-2001").passages[1].text == "Max wrote this."
        await press(desk.mia, await desk.shown("suggestions"), "Accept")
        assert (await desk.now()).source("alder-2001").passages[1].text == COUNTED

    async def test_several_are_gone_through(self, desk: Desk) -> None:
        for number in (1, 2, 3):
            await propose(desk, f"Version {number}.")
        shown = await desk.run("suggestions")
        for number in (2, 3):
            await press(desk.mia, card(shown), "Next →")
            assert f"Suggestion {number}" in text(card(shown)) and f"{number} of 3" in text(card(shown))
        await press(desk.mia, card(shown), "Decline")
        assert labels(card(shown)) == ["Next (2 open)"]
        await press(desk.mia, card(shown), "Next (2 open)")
        assert "1 of 2" in text(card(shown))
        await press(desk.mia, card(shown), "Accept")
        assert labels(card(shown)) == ["Undo", "Next (1 open)"]

    async def test_a_retired_source_is_said_to_be_gone(self, desk: Desk) -> None:
        await propose(desk)
        await desk.store.retire(desk.guild_id, "alder-2001")
        assert "no longer in the library" in text(await desk.shown("suggestions"))


class TestNewPassages:
    async def test_one_for_a_source_goes_to_its_end(self, desk: Desk) -> None:
        await propose(desk, "The mint closed too.\n\nSo did the docks.", source="alder-2001")
        shown = await desk.shown("suggestions")
        assert "A new passage for Essay alder-2001" in text(shown) and labels(shown) == ["Accept …", "Decline"]
        opened = await press(desk.mia, shown, "Accept …")
        assert fields(opened) == {"text": "The mint closed too.\n\nSo did the docks."}
        done = card(await desk.mia.submit_modal(opened, fields(opened)))
        assert "is accepted" in text(done)
        now = (await desk.now()).source("alder-2001")
        assert now.passages[:5] == ALDER.passages
        assert [p.text for p in now.passages[5:]] == ["The mint closed too.", "So did the docks."]
        assert "Alder (2001), ¶6" in text(await desk.group.ask("did the mint close too?"))

    async def test_one_for_no_source_becomes_a_source(self, desk: Desk) -> None:
        await propose(desk, "The quartermaster hoarded zinc kettles.", remark="Elm, Notes, 1911", source=None)
        opened = await press(desk.mia, await desk.shown("suggestions"), "Accept …")
        assert list(fields(opened)) == ["title", "authors", "where", "side", "text"]
        known = {"title": "Notes", "authors": "Eve Elm", "where": "1911", "side": ""}
        shown = card(await desk.mia.submit_modal(opened, {**fields(opened), **known}))
        assert "is accepted" in text(shown)
        assert "Elm (1911), ¶1" in text(await desk.group.ask("who hoarded zinc kettles?"))
        await press(desk.mia, shown, "Undo")
        assert len((await desk.now()).sources) == 3

    async def test_what_is_missing_is_said_and_the_rest_given_back(self, desk: Desk) -> None:
        await propose(desk, "The quartermaster hoarded zinc kettles.", source=None)
        opened = await press(desk.mia, await desk.shown("suggestions"), "Accept …")
        shown = card(await desk.mia.submit_modal(opened, {**fields(opened), "title": "Notes", "authors": " "}))
        assert "A source needs an author" in text(shown)
        assert fields(await press(desk.mia, shown, "Try again"))["title"] == "Notes"
        assert (await desk.store.suggestion(desk.guild_id, 1)).state == "open"


class TestChannel:
    async def test_new_ones_are_announced_and_decided_there(self, desk: Desk, desks_channel: ChannelHandle) -> None:
        await propose(desk)
        announced = last(desks_channel)
        assert "~~340~~ **341**" in markup(announced) and calls(desk, desks_channel) == [{"parse": []}]
        told = await press(desk.mia, announced, "Accept")
        assert f"Accepted by <@{desk.mia.id}>" in markup(last(desks_channel)) and labels(last(desks_channel)) == []
        assert told.followups[0].ephemeral and "Suggestion 1 is accepted" in text(told.followups[0])
        assert (await desk.now()).source("alder-2001").passages[1].text == COUNTED

    async def test_it_may_be_edited_there(self, desk: Desk, desks_channel: ChannelHandle) -> None:
        await propose(desk)
        opened = await press(desk.mia, last(desks_channel), "Edit …")
        told = await desk.mia.submit_modal(opened, {"text": "Some 341 ships came."})
        assert f"Accepted by <@{desk.mia.id}>" in markup(last(desks_channel))
        assert "Suggestion 1 is accepted" in text(told.followups[0])
        assert (await desk.now()).source("alder-2001").passages[1].text == "Some 341 ships came."

    async def test_a_card_that_was_decided_elsewhere_is_brought_up_to_date(
        self, desk: Desk, desks_channel: ChannelHandle
    ) -> None:
        await propose(desk)
        await press(desk.max, card(await desk.max.slash(desk.group.channel, "library suggestions")), "Decline")
        told = await press(desk.mia, last(desks_channel), "Accept")
        assert f"Declined by <@{desk.max.id}>" in markup(last(desks_channel))
        assert "already declined" in text(told.followups[0])

    async def test_a_channel_that_the_bot_may_not_use_loses_nothing(
        self, desk: Desk, desks_channel: ChannelHandle
    ) -> None:
        channel = desk.group.bot.get_channel(desks_channel.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.set_permissions(channel.guild.default_role, send_messages=False)
        me = channel.guild.me
        await channel.set_permissions(me, send_messages=False)
        assert "suggestion 1" in text(await propose(desk))
        assert desks_channel.last_message is None and len(await desk.store.suggestions(desk.guild_id)) == 1

    @pytest.mark.provokes_errors
    async def test_a_discord_in_trouble_loses_nothing(self, desk: Desk, desks_channel: ChannelHandle) -> None:
        desk.group.env.inject_error("POST", f"/channels/{desks_channel.id}/messages", status=403)
        assert "suggestion 1" in text(await propose(desk))
        assert len(await desk.store.suggestions(desk.guild_id)) == 1


async def test_another_servers_suggestions_are_not_in_the_list(desk: Desk) -> None:
    await desk.store.suggest(desk.guild_id + 1, desk.group.ann.id, "passage", None, None, "Elsewhere.")
    assert "no open suggestions" in text(await desk.shown("suggestions"))
