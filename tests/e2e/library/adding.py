"""What the tests of ``/library add`` have in common: an essay, and what Mia does with its preview."""

from __future__ import annotations

from typing import Any

import simcord
from simcord.actors import MemberActor

from tests.e2e.library.conftest import Desk, fields
from tests.e2e.people import Shown, card, components, press

FIRST = "The tariff on salted herring ruined the fishers of Norwick, who had sold to the Baltic for a century."
ESSAY = f"""{FIRST}

Nobody in the capital had asked them, and the customs house kept no record of their complaints.

When the herring returned in 1887 there were no boats left to meet them."""
TYPED = {"title": "The Herring Tariff", "authors": "Nora Wick", "where": "Harbour Review\n1890-04"}
QUESTION = "what did the tariff on salted herring do to the fishers of Norwick?"
Files = list[tuple[str, bytes]]


async def send(desk: Desk, who: MemberActor, values: dict[str, Any]) -> simcord.InteractionResult:
    """Let somebody send the form for a new source."""
    return await who.submit_modal(await who.slash(desk.group.channel, "library add"), values)


async def preview(desk: Desk, **values: Any) -> Shown:
    """Let Mia send the form for a new source; return the one card that she gets."""
    return card(await send(desk, desk.mia, values))


async def edit(desk: Desk, shown: Shown, **values: str) -> None:
    """Let Mia change some fields of what is known about a previewed source."""
    opened = await press(desk.mia, shown, "Edit")
    await desk.mia.submit_modal(opened, {**fields(opened), **values})


async def ids(desk: Desk) -> list[str]:
    return [source.id for source in (await desk.now()).sources]


def file_on(shown: Shown) -> str:
    """Return the name of the file on a card."""
    return next(c["file"]["url"].rpartition("/")[2] for c in components(shown) if c["type"] == 13)


async def content_on(desk: Desk, shown: Shown) -> str:
    """Return what the file on a card holds."""
    url = next(c["file"]["url"] for c in components(shown) if c["type"] == 13)
    return (await desk.group.bot.http.get_from_cdn(url)).decode()
