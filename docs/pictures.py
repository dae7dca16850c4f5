"""Makes the README's pictures: the bot's real answers, rendered by simcord in a headless Chromium.

    python docs/pictures.py [FOLDER]

needs the development extra and a Chromium (Debian: apt-get install chromium). CHROMIUM names another one.
"""

from __future__ import annotations

import asyncio
import functools
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import simcord
from PIL import Image
from playwright.async_api import BrowserType

from bot.client import Counterpoint
from bot.registration import sync
from bot.settings import Settings

PHONE, DESKTOP = 420, 760
TALLEST = 2000


def use_installed_chromium() -> None:
    """Let the renderer start the Chromium of this computer instead of one that Playwright downloads."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("There is no Chromium here. Debian: apt-get install chromium")
    # A root user in a container has no sandbox.
    BrowserType.launch = functools.partialmethod(  # pyright: ignore[reportAttributeAccessIssue]
        BrowserType.launch, executable_path=path, args=["--no-sandbox"]
    )


async def main(folder: Path) -> None:
    """Ask, compare, look facts up, look into the context, and ask for what is not there."""
    bot = Counterpoint(Settings(shard_count=1, cooldown_uses=100))
    async with simcord.run(bot) as env:
        await sync(bot, None)
        assert bot.user is not None
        await bot.user.edit(username="Counterpoint")
        guild = env.create_guild("Study group")
        channel = guild.create_text_channel("seminar")
        ann = guild.add_member(env.create_user("ann"))
        asked = await ann.slash(channel, "ask", question="why does China resist sanctions?")
        compared = await ann.slash(channel, "compare", issue="sanctions-enforcement")
        nothing = await ann.slash(channel, "ask", question="what is the best pizza in Rome?")
        fact = await ann.slash(channel, "fact", query="trade with china")
        who = await ann.slash(channel, "who", name="Xi Jinping")
        timeline = await ann.slash(channel, "timeline", **{"from": "2018", "topic": "xi kim"})
        context = await ann.click(shown(asked), custom_id=first_button(shown(asked)))
        async with env.preview(channel, viewers=[ann], display="fixed", width=DESKTOP, height=TALLEST) as page:
            for name, result, width in (
                ("ask", asked, DESKTOP),
                ("ask-phone", asked, PHONE),
                ("compare", compared, DESKTOP),
                ("in-context", context, DESKTOP),
                ("nothing", nothing, DESKTOP),
                ("fact", fact, DESKTOP),
                ("who", who, DESKTOP),
                ("timeline", timeline, DESKTOP),
            ):
                path = folder / f"{name}.png"
                await page.screenshot(path, viewer=ann, target=shown(result), viewport=(width, TALLEST))
                shrink(path)
                print(path)


def shrink(path: Path) -> None:
    """Keep a picture to the few colours it has, at a quarter of the size."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(64).save(path, optimize=True)


def shown(result: simcord.InteractionResult) -> Any:
    """Return the message that answered."""
    return result.response or result.followups[0]


def first_button(message: Any) -> str:
    """Return the id of a card's first button."""
    sections = [part for part in message.components[0]["components"] if part["type"] == 9]
    return sections[0]["accessory"]["custom_id"]


if __name__ == "__main__":
    use_installed_chromium()
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(target))
