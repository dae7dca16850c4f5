"""The files that a card shows, read back from it: a card is all the memory there is of what it is about."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import discord
from discord.ui import LayoutView


def files_on(message: discord.Message) -> dict[str, discord.UnfurledMediaItem]:
    """Return the files on a card by their names, to be read.

    Discord leaves the attachments that a component shows out of ``message.attachments``: only the component has them.
    """
    files: dict[str, discord.UnfurledMediaItem] = {}
    for item in LayoutView.from_message(message).walk_children():
        if isinstance(item, discord.ui.File):
            # discord.py 2.7 forgets to give it to what is received with a message; without it nothing can be read.
            item.media._state = message._state  # pyright: ignore[reportPrivateUsage]
            files[PurePosixPath(unquote(urlsplit(item.url).path)).name] = item.media
    return files
