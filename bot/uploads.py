"""Files that people hand in: fetched from Discord within limits, each that cannot be used named with its reason."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

import aiohttp
import discord

from bot.cards.attached import files_on
from bot.errors import Refusal
from bot.markup import cut
from knowledge.errors import KnowledgeError
from knowledge.intake import limits
from knowledge.intake.reading import Upload
from prompts import say

_PATIENCE_SECONDS = 30.0
"""How long Discord may take to hand out a file."""
_MOST_NAME, _MOST_PROBLEMS = 60, 5

Check = Callable[[str, int], None]
"""Raises KnowledgeError for a file of some name and size that is refused whatever is in it."""


class Problem(NamedTuple):
    """A file that cannot be used, and why."""

    name: str
    sentence: str


class Fetched(NamedTuple):
    """What became of some files, in their order."""

    uploads: Sequence[Upload]
    problems: Sequence[Problem]


async def fetch(attachments: Iterable[discord.Attachment], check: Check = limits.check_file) -> Fetched:
    """Return the files that may be read; one that is too large or of another kind is not even fetched."""
    wanted: list[discord.Attachment] = []
    problems: list[Problem] = []
    for attachment in attachments:
        try:
            check(attachment.filename, attachment.size)
            limits.check_together([*(one.size for one in wanted), attachment.size])
        except KnowledgeError as error:
            problems.append(Problem(attachment.filename, str(error)))
        else:
            wanted.append(attachment)
    contents = await asyncio.gather(*map(_content, wanted))
    uploads: list[Upload] = []
    for attachment, content in zip(wanted, contents, strict=True):
        if content is None:
            problems.append(Problem(attachment.filename, say("upload.unfetched")))
        else:
            uploads.append(Upload(attachment.filename, content))
    return Fetched(uploads, problems)


async def waiting_on(message: discord.Message | None, suffix: str) -> Upload:
    """Return the file that waits on a card for a press; raises Refusal where it cannot be had any more."""
    for name, media in (files_on(message) if message else {}).items():
        if name.endswith(suffix):
            with suppress(discord.HTTPException, aiohttp.ClientError):
                return Upload(name, await media.read())
    raise Refusal("draft.gone")


def listed(problems: Sequence[Problem]) -> str:
    """Return problems as lines of text, those that are too many as a number."""
    lines = [f"{cut(problem.name, _MOST_NAME)}: {problem.sentence}" for problem in problems[:_MOST_PROBLEMS]]
    more = len(problems) - _MOST_PROBLEMS
    return "\n".join([*lines, *([say("upload.more_problems", count=more)] if more > 0 else [])])


async def _content(attachment: discord.Attachment) -> bytes | None:
    try:
        return await asyncio.wait_for(attachment.read(), _PATIENCE_SECONDS)
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError):
        return None
