"""The settings of a server, each with what changes it."""

from __future__ import annotations

import calendar
from collections.abc import Sequence

import discord
from discord.ui import LayoutView

from bot.cards.sheet import Sheet
from bot.markup import small
from bot.pressing import CardMenu, button
from knowledge.store.guild_settings import GuildSettings
from prompts import say

SWITCHES = ("private", "shipped", "keep_questions")
"""The settings that are on or off, in the order in which they are shown."""


def card(settings: GuildSettings, remarks: Sequence[str] = ()) -> LayoutView:
    """Return the card of the settings, with remarks on what was just chosen."""
    sheet = Sheet()
    sheet.text(f"### {say('settings.heading')}")
    sheet.text("\n".join(remarks) or None)
    sheet.text(f"**{say('field.moderator_role')}**\n{small(say('settings.role_about'))}")
    role = [_default(settings.moderator_role, discord.SelectDefaultValueType.role)] if settings.moderator_role else []
    sheet.menu(
        CardMenu(
            discord.ui.RoleSelect(
                custom_id="cm:role", placeholder=say("settings.no_role"), min_values=0, default_values=role
            )
        )
    )
    sheet.text(f"**{say('field.suggestion_channel')}**\n{small(say('settings.channel_about'))}")
    chosen = settings.suggestion_channel
    sheet.menu(
        CardMenu(
            discord.ui.ChannelSelect(
                custom_id="cm:channel",
                channel_types=[discord.ChannelType.text],
                placeholder=say("settings.no_channel"),
                min_values=0,
                default_values=[_default(chosen, discord.SelectDefaultValueType.channel)] if chosen else [],
            )
        )
    )
    _digest(sheet, settings)
    for name in SWITCHES:
        on = bool(getattr(settings, name))
        switch = button("switch", f"{name}:{int(not on)}", say("settings.turn_off" if on else "settings.turn_on"))
        state = say("history.yes" if on else "history.no")
        sheet.text(f"**{say(f'field.{name}')}**: {state}\n{small(say(f'settings.{name}_about'))}", beside=switch)
    return sheet.build()


def _digest(sheet: Sheet, settings: GuildSettings) -> None:
    """Add where and on which day the weekly question is posted; the day only where there is a channel."""
    sheet.text(f"**{say('field.digest_channel')}**\n{small(say('settings.digest_about'))}")
    chosen = settings.digest_channel
    sheet.menu(
        CardMenu(
            discord.ui.ChannelSelect(
                custom_id="cm:digest",
                channel_types=[discord.ChannelType.text],
                placeholder=say("settings.no_digest"),
                min_values=0,
                default_values=[_default(chosen, discord.SelectDefaultValueType.channel)] if chosen else [],
            )
        )
    )
    if chosen:
        days = [
            discord.SelectOption(label=name, value=str(day), default=day == settings.digest_weekday)
            for day, name in enumerate(calendar.day_name)
        ]
        sheet.menu(CardMenu(discord.ui.Select(custom_id="cm:digestday", options=days)))


def _default(id_: int, kind: discord.SelectDefaultValueType) -> discord.SelectDefaultValue:
    return discord.SelectDefaultValue(id=id_, type=kind)
