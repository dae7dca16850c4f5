"""Help and about: short, with commands that can be clicked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from discord.ui import LayoutView

from bot.cards.reading import title
from bot.cards.sheet import Sheet
from bot.markup import escape, fit, small
from bot.pressing import button
from knowledge.model import Source
from prompts import say, starters

_MOST_TITLES = 4
_MOST_AUTHOR = 100


class CommandMentions(Protocol):
    """Knows how a command is written so that it can be clicked."""

    def of(self, name: str) -> str:
        """Return the mention of a command."""
        ...


def help_page(mentions: CommandMentions) -> LayoutView:
    """Return what can be done, and three questions to try."""
    sheet = Sheet()
    sheet.text(f"### {say('help.heading')}")
    sheet.text(say("help.text", **_mentions(mentions)))
    sheet.text(small(say("answer.try_these")))
    for question in starters()[:3]:
        sheet.buttons(button("try", question, question))
    return sheet.build()


def greeting(mentions: CommandMentions) -> LayoutView:
    """Return the short help for a mention without a question."""
    sheet = Sheet()
    sheet.text(say("help.greeting", example=escape(starters()[0]), **_mentions(mentions)))
    return sheet.build()


def about_page(mentions: CommandMentions, sources: Sequence[Source]) -> LayoutView:
    """Return what the bot is, and what it can be asked about."""
    titles = [f"- {title(source)} ({fit(source.author, _MOST_AUTHOR)})" for source in sources[:_MOST_TITLES]]
    return _page("about", mentions, titles="\n".join(titles), count=str(len(sources)))


def _page(name: str, mentions: CommandMentions, **values: str) -> LayoutView:
    sheet = Sheet()
    sheet.text(f"### {say(f'{name}.heading')}")
    sheet.text(say(f"{name}.text", **_mentions(mentions), **values))
    return sheet.build()


def _mentions(mentions: CommandMentions) -> dict[str, str]:
    names = (
        "ask",
        "compare",
        "fact",
        "who",
        "define",
        "timeline",
        "quote",
        "discuss",
        "quiz",
        "brief",
        "sources",
        "read",
        "cite",
        "suggest",
        "help",
        "about",
        "privacy",
    )
    return {name: mentions.of(name) for name in names}
