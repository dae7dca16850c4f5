"""Files that people hand in: fetched from Discord within limits, each that cannot be used named with its reason."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePath
from typing import NamedTuple

import aiohttp
import discord

from knowledge.intake import limits
from knowledge.intake.reading import Upload
from prompts import say

_PATIENCE_SECONDS = 30.0
"""How long Discord may take to hand out all files of one person."""


class Problem(NamedTuple):
    """A file that cannot be used, and why."""

    name: str
    sentence: str


class Fetched(NamedTuple):
    """What became of some files, in their order."""

    uploads: Sequence[Upload]
    problems: Sequence[Problem]


async def fetch(attachments: Iterable[discord.Attachment], suffixes: Collection[str]) -> Fetched:
    """Return the files that may be read; what is too large or of another kind is not even fetched."""
    wanted: list[discord.Attachment] = []
    problems: list[Problem] = []
    room = limits.TOTAL_BYTES
    for attachment in attachments:
        problem = _refused(attachment, suffixes, room)
        if problem:
            problems.append(Problem(attachment.filename, problem))
        else:
            wanted.append(attachment)
            room -= attachment.size
    contents = await asyncio.gather(*map(_content, wanted))
    uploads: list[Upload] = []
    for attachment, content in zip(wanted, contents, strict=True):
        if content is None:
            problems.append(Problem(attachment.filename, say("upload.unfetched")))
        else:
            uploads.append(Upload(attachment.filename, content))
    return Fetched(uploads, problems)


def _refused(attachment: discord.Attachment, suffixes: Collection[str], room: int) -> str | None:
    if PurePath(attachment.filename).suffix.lower() not in suffixes:
        return say("upload.wrong_kind", kinds=", ".join(suffixes))
    if attachment.size > limits.FILE_BYTES:
        return say("upload.too_large", most=limits.FILE_BYTES // limits.MEGABYTE)
    return say("upload.too_much", most=limits.TOTAL_BYTES // limits.MEGABYTE) if attachment.size > room else None


async def _content(attachment: discord.Attachment) -> bytes | None:
    try:
        return await asyncio.wait_for(attachment.read(), _PATIENCE_SECONDS)
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError):
        return None
