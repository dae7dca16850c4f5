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
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import discord
import pypdfium2
import simcord
from PIL import Image
from playwright.async_api import BrowserType
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from bot.cards.attached import files_on
from bot.client import Counterpoint
from bot.registration import sync
from bot.settings import Settings
from knowledge.intake import source_files
from knowledge.model import Source

PHONE, DESKTOP = 420, 760
KNOWN = {"title": "Sanctions Need a Door", "authors": "Pat Kim", "where": "Student Review\n2022-03"}
ESSAY = """China votes for sanctions on North Korea in the Security Council, and does not enforce them at its border.

Sanctions that leave no way out will not bring Pyongyang back to the table. A door has to be shown before it is closed.

Whoever wants Beijing's help should stop asking for pressure alone, and offer talks in return for a freeze of tests."""
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


class Picture(NamedTuple):
    """A card or a form as somebody sees it."""

    name: str
    result: simcord.InteractionResult | discord.Message
    viewer: MemberActor
    width: int = DESKTOP


async def main(folder: Path) -> None:
    """Ask, compare, look into the context and for what is not there; then change the library."""
    with TemporaryDirectory() as data:
        bot = Counterpoint(Settings(shard_count=1, cooldown_uses=100, data_folder=Path(data)))
        async with simcord.run(bot) as env:
            await sync(bot, None)
            assert bot.user is not None
            await bot.user.edit(username="Counterpoint")
            guild = env.create_guild("Study group")
            channel = guild.create_text_channel("seminar")
            role = guild.create_role("moderators", permissions=discord.Permissions(manage_guild=True))
            ann = guild.add_member(env.create_user("ann"))
            mia, max_ = (guild.add_member(env.create_user(name), roles=[role]) for name in ("mia", "max"))
            await bot.shelf.store.change_settings(guild.id, mia.id, keep_questions=True)
            pictures = [
                *await students(channel, ann),
                *await study_tools(channel, ann, mia, folder),
                *await moderators(channel, ann, mia, max_),
                *await new_sources(channel, mia, bot.shelf.shared.sources),
            ]
            viewers = [ann, mia]
            async with env.preview(channel, viewers=viewers, display="fixed", width=DESKTOP, height=TALLEST) as page:
                for picture in pictures:
                    path = folder / f"{picture.name}.png"
                    target = picture.result if getattr(picture.result, "modal", None) else shown(picture.result)
                    size = (picture.width, TALLEST)
                    await page.screenshot(path, viewer=picture.viewer, target=target, viewport=size)
                    shrink(path)
                    print(path)


async def students(channel: ChannelHandle, ann: MemberActor) -> list[Picture]:
    """Return what students see."""
    asked = await ann.slash(channel, "ask", question="why does China resist sanctions?")
    return [
        Picture("ask", asked, ann),
        Picture("ask-phone", asked, ann, PHONE),
        Picture("compare", await ann.slash(channel, "compare", issue="sanctions-enforcement"), ann),
        Picture("in-context", await ann.click(shown(asked), custom_id=first_button(shown(asked))), ann),
        Picture("fact", await ann.slash(channel, "fact", query="trade with china"), ann),
        Picture("who", await ann.slash(channel, "who", name="Xi Jinping"), ann),
        Picture("timeline", await ann.slash(channel, "timeline", **{"from": "2018", "topic": "xi kim"}), ann),
        Picture("nothing", await ann.slash(channel, "ask", question="what is the best pizza in Rome?"), ann),
    ]


async def study_tools(channel: ChannelHandle, ann: MemberActor, mia: MemberActor, folder: Path) -> list[Picture]:
    """Return what a group sees of a discussion, a quiz and a page to hand out; write that page as a picture."""
    discussed = await ann.slash(channel, "discuss", issue="leverage")
    first = shown(await ann.slash(channel, "quiz", rounds=3))
    await mia.click(first, custom_id=choices(first)[0])
    await ann.click(first, custom_id=button_called(first, "Show answer"))
    answered = next(message for message in channel.history() if message.id == first.id)
    await ann.click(answered, custom_id=button_called(answered, "Next question"))
    second = channel.last_message
    assert second is not None
    brief = await ann.slash(channel, "brief", issue="sanctions-enforcement")
    pdf = await files_on(shown(brief).message)["sanctions-enforcement.pdf"].read()
    pages: Any = pypdfium2.PdfDocument(pdf)
    pages[0].render(scale=1.4).to_pil().save(folder / "brief-page.png")
    shrink(folder / "brief-page.png")
    asked = await ann.slash(channel, "ask", question="what does Freeman say about cyber attacks?")
    await ann.click(shown(asked), custom_id=button_called(shown(asked), "Not helpful"))
    fact = await mia.slash(channel, "library fact", source="mastro-2021", paragraph=10, fact="22,730 tons")
    return [
        Picture("discuss", discussed, ann),
        Picture("quiz-answer", answered, ann),
        Picture("quiz", second, ann),
        Picture("brief", brief, ann),
        Picture("library-fact", fact, mia),
        Picture("library-gaps", await mia.slash(channel, "library gaps"), mia),
    ]


async def moderators(channel: ChannelHandle, ann: MemberActor, mia: MemberActor, max_: MemberActor) -> list[Picture]:
    """Return what moderators see when they edit, note, decide and look back."""
    place: dict[str, Any] = {"source": "mastro-2021", "paragraph": 2}
    edit = await mia.slash(channel, "library edit", **place)
    text = edit.modal["components"][0]["component"]["value"] if edit.modal else ""
    edited = await mia.submit_modal(edit, {"text": text.replace("Such a reorientation", "Such a new course")})
    slower, faster = (
        await mia.slash(channel, "library edit", **place),
        await max_.slash(channel, "library edit", **place),
    )
    await max_.submit_modal(faster, {"text": text.replace("Such a reorientation is welcome.", "This is welcome.")})
    conflict = await mia.submit_modal(slower, {"text": text.replace("welcome", "overdue")})
    suggest = await ann.slash(channel, "suggest", source="freeman-2017", paragraph=3)
    words = suggest.modal["components"][0]["component"]["value"] if suggest.modal else ""
    await ann.submit_modal(suggest, {"text": words.replace("China", "Beijing", 1), "remark": "As the essay has it."})
    return [
        Picture("library-edit", await mia.slash(channel, "library edit", source="mastro-2021", paragraph=7), mia),
        Picture("library-conflict", conflict, mia),
        Picture("library-note", await mia.slash(channel, "library note", source="freeman-2017", paragraph=6), mia),
        Picture("library-suggestion", await mia.slash(channel, "library suggestions"), mia),
        Picture("library-history", await mia.slash(channel, "library history"), mia),
        Picture("library-settings", await mia.slash(channel, "library settings"), mia),
        Picture("library-edited", edited, mia),
    ]


async def new_sources(channel: ChannelHandle, mia: MemberActor, sources: Sequence[Source]) -> list[Picture]:
    """Return what moderators see when they add a source and import some."""
    opened = await mia.slash(channel, "library add")
    seen, used = [
        await mia.submit_modal(await mia.slash(channel, "library add"), {"pasted": ESSAY, **known})
        for known in (KNOWN, {**KNOWN, "title": "A Door for Pyongyang"})
    ]
    add = next(part for part in shown(used).components[0]["components"] if part["type"] == 1)["components"][0]
    await mia.click(shown(used), custom_id=add["custom_id"])
    freeman, mastro = sources
    changed = mastro.model_copy(update={"side": "Pressure"})
    new = freeman.model_copy(update={"id": "kim-2023", "title": "A Second Look"})
    files = {"exported": [("library.zip", source_files.packed([freeman, changed, new]))]}
    imported = await mia.submit_modal(await mia.slash(channel, "library import"), files)
    return [
        Picture("library-add", opened, mia),
        Picture("library-preview", seen, mia),
        Picture("library-added", used, mia),
        Picture("library-import", imported, mia),
    ]


def shrink(path: Path) -> None:
    """Keep a picture to the few colours it has, at a quarter of the size."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(64).save(path, optimize=True)


def shown(result: simcord.InteractionResult | discord.Message) -> Any:
    """Return the message that answered."""
    return result if isinstance(result, discord.Message) else result.response or result.followups[0]


def buttons(message: Any) -> list[Any]:
    """Return the buttons of a card's rows."""
    parts = [part if isinstance(part, dict) else part.to_dict() for part in message.components]
    rows: list[Any] = [part for part in parts[0]["components"] if part["type"] == 1]
    return [button for row in rows for button in row["components"]]


def button_called(message: Any, label: str) -> str:
    """Return the id of the button with a label."""
    return next((button["custom_id"] for button in buttons(message) if button["label"] == label), "")


def choices(message: Any) -> list[str]:
    """Return the ids of the choices of a round."""
    return [button["custom_id"] for button in buttons(message) if button["custom_id"].startswith("cp:quiz:")]


def first_button(message: Any) -> str:
    """Return the id of a card's first button."""
    sections = [part for part in message.components[0]["components"] if part["type"] == 9]
    return sections[0]["accessory"]["custom_id"]


if __name__ == "__main__":
    use_installed_chromium()
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(target))
