"""A local page where the bot's real commands and buttons can be tried without a token: a development extra."""

from __future__ import annotations

import asyncio
import sys

from bot import logs
from bot.client import Counterpoint
from bot.hosting import BAD_INPUT, DONE
from bot.registration import sync
from bot.settings import settings_or_complaint
from prompts import say


def preview() -> int:
    """Serve the page until Ctrl-C; return the exit code."""
    settings = settings_or_complaint()
    if settings is None:
        return BAD_INPUT
    try:
        import simcord
    except ImportError:
        print(say("host.no_preview"), file=sys.stderr)
        return BAD_INPUT

    logs.configure("WARNING")

    async def serve() -> None:
        bot = Counterpoint(settings.model_copy(update={"shard_ids": None, "shard_count": 1}))
        async with simcord.run(bot, check_errors=False) as env:
            await sync(bot, None)
            assert bot.user is not None
            await bot.user.edit(username="Counterpoint")
            guild = env.create_guild("Study group")
            channel = guild.create_text_channel("seminar")
            viewers = [guild.add_member(env.create_user(name)) for name in ("ann", "ben")]
            async with env.preview(channel, viewers=viewers, layout="channel") as page:
                print(say("host.preview", url=page.url), flush=True)
                await asyncio.Event().wait()

    try:
        asyncio.run(serve())
    except KeyboardInterrupt:
        print()
    return DONE
