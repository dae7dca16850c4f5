"""One file for each thing a person does. A command reads what was asked, answers, and shows the card."""

from typing import Any

from discord.app_commands import Command, ContextMenu, Group

from bot.commands import library
from bot.commands.ask import ask
from bot.commands.brief import brief
from bot.commands.cite import cite
from bot.commands.claims import find_sources, find_the_other_side
from bot.commands.compare import compare
from bot.commands.discuss import discuss
from bot.commands.facts import define, fact, quote, timeline, when, who
from bot.commands.help import about, help_
from bot.commands.privacy import privacy
from bot.commands.quiz import quiz
from bot.commands.read import read
from bot.commands.sources import sources
from bot.commands.suggest import suggest

ALL: tuple[Command[Any, ..., None] | ContextMenu | Group, ...] = (
    ask,
    compare,
    discuss,
    brief,
    quiz,
    fact,
    who,
    when,
    timeline,
    define,
    quote,
    read,
    sources,
    cite,
    help_,
    about,
    privacy,
    suggest,
    find_the_other_side,
    find_sources,
    library.GROUP,
    library.add_message,
)
