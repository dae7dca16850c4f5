"""What a group could discuss: an issue, an open question on it, and the passages to begin with."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

import discord

from bot.cards.answer import asked_on
from bot.errors import Refusal
from bot.keys import digest
from bot.markup import cut
from knowledge.answers import comparing, rotating
from knowledge.answers.comparing import Position
from knowledge.model import Issue
from knowledge.search.library import Library
from prompts import discussion, variants

LOOK_BACK = 20
"""How many messages of a place are searched for questions that were discussed lately."""
LONGEST_NAME = 100
"""Characters of a thread's name."""


class Topic(NamedTuple):
    """An issue put up for discussion."""

    issue: Issue
    question: str
    positions: tuple[Position, ...]

    @property
    def name(self) -> str:
        """What its thread is called."""
        return cut(self.issue.label, LONGEST_NAME)


def topic_on(library: Library, issue: Issue, shipped: Iterable[Issue]) -> Topic:
    """Return an issue as a topic; ``shipped`` are the issues that questions were written for. Raises Refusal."""
    positions = comparing.compare(library, issue)
    if not positions:
        raise Refusal("refusal.silent_issue", label=issue.label)
    return Topic(issue, question_on(issue, len(positions), shipped), positions)


def next_topic(
    library: Library, shipped: Collection[Issue], place: int, day: date, lately: Collection[str] = ()
) -> Topic:
    """Return the topic whose turn it is in a place, rather one with two sides, and none of ``lately`` if possible.

    ``lately`` has names and questions of topics. Raises Refusal where the library has no issue to discuss.
    """
    issues = rotating.in_turn([issue for issue in library.issues if comparing.compare(library, issue)], place, day)
    topics = [topic_on(library, issue, shipped) for issue in issues]
    if not topics:
        raise Refusal("refusal.no_issues")
    # Of those that are alike, the first is the one whose turn it is.
    return min(topics, key=lambda topic: (topic.name in lately or topic.question in lately, len(topic.positions) < 2))


def question_on(issue: Issue, sides: int, shipped: Iterable[Issue]) -> str:
    """Return an open question on an issue that so many sides speak to: a curated one, else one made of its label.

    An issue that a server made, or renamed, is not the one that a question was written for, whatever its id.
    """
    written = discussion(issue.id)
    if written and any((known.id, known.label) == (issue.id, issue.label) for known in shipped):
        return written
    label = issue.label.strip().rstrip(".:;,")
    templates = variants(f"discuss.{'asked' if label.endswith('?') else 'named'}_{'many' if sides > 1 else 'one'}")
    # Always the same for an issue, so that what was discussed lately can be recognised.
    return templates[int(digest(issue.id), 16) % len(templates)].format(label=label)


async def discussed_in(me: discord.ClientUser | None, channel: object) -> frozenset[str]:
    """Return the names and questions of what was discussed in a place lately, as far as can be seen there."""
    seen = {thread.name for thread in threads_of(me, channel)}
    if isinstance(channel, discord.abc.Messageable):
        try:
            async for message in channel.history(limit=LOOK_BACK):
                if message.author == me and (asked := asked_on(message)):
                    seen.add(asked.question)
        except discord.HTTPException:
            # Without the permission to read back, the order of turns alone has to do.
            return frozenset(seen)
    return frozenset(seen)


def threads_of(me: discord.ClientUser | None, channel: object) -> list[discord.Thread]:
    """Return the open threads that the bot began in a channel."""
    if me is None or not isinstance(channel, discord.TextChannel):
        return []
    return [thread for thread in channel.threads if thread.owner_id == me.id and not thread.archived]
