"""One file for each thing a person does. A command reads what was asked, answers, and shows the card."""

from typing import Any

from discord.app_commands import Command, ContextMenu

from bot.commands.ask import ask
from bot.commands.brief import brief
from bot.commands.cite import cite
from bot.commands.claims import find_sources, find_the_other_side
from bot.commands.compare import compare
from bot.commands.discuss import discuss
from bot.commands.facts import define, fact, quote, timeline, when, who
from bot.commands.help import about, help_, privacy
from bot.commands.quiz import quiz
from bot.commands.read import read
from bot.commands.sources import sources

ALL: tuple[Command[Any, ..., None] | ContextMenu, ...] = (
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
    find_the_other_side,
    find_sources,
)
