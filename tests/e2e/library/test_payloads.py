"""What the moderators' side sends, against Discord's own description of its API, where that file is there."""

from __future__ import annotations

import pytest

from knowledge.sources import markdown
from tests.conftest import ALDER, CEDAR
from tests.e2e.library.conftest import Desk, fields
from tests.e2e.people import card, labels, press
from tests.e2e.test_payloads import DESCRIPTION, complaints

SANCTIONS = "China sits on the Security Council, votes for sanctions on North Korea, and does not enforce them."
pytestmark = pytest.mark.skipif(not DESCRIPTION.exists(), reason="Discord's API description is not here")


@pytest.mark.parametrize("of_sources", [False, True])
async def test_every_form_and_card_is_as_described(desk: Desk, of_sources: bool) -> None:
    await (tour_of_sources if of_sources else tour)(desk)
    sent = [r for r in desk.group.env.http_requests if r.method in ("POST", "PUT", "PATCH") and r.json is not None]
    assert len([r for r in sent if str(r.json).startswith("{'type': 9")]) >= 5, "forms are among it"
    assert [c for r in sent for c in complaints(r.method, r.path, r.json)] == []


async def tour(desk: Desk) -> None:
    """Open every form, send some, and see every card."""
    guild, ann, channel = desk.group.guild, desk.group.ann, desk.group.channel
    suggestions = guild.create_text_channel("suggestions")
    role = guild.create_role("librarians")
    await desk.store.change_settings(desk.guild_id, None, moderator_role=role.id, suggestion_channel=suggestions.id)
    await desk.shown("settings")
    await desk.run("edit", source="mastro-2021")
    opened, slower = [await desk.run("edit", source="mastro-2021", paragraph=3) for _ in range(2)]
    await desk.mia.submit_modal(opened, {"text": "Text."})
    await desk.mia.submit_modal(slower, {"text": "*" * 4000})
    opened = await desk.run("edit", source="mastro-2021", paragraph=4)
    refused = card(await desk.mia.submit_modal(opened, {"text": "a\n\nb"}))
    await press(desk.mia, refused, "Try again")
    noted = await desk.run("note", source="mastro-2021", paragraph=3)
    await desk.mia.submit_modal(noted, {"asks": "why?\nwhy not now?"})
    named = await press(desk.mia, await desk.shown("alias"), "New")
    await desk.mia.submit_modal(named, {"names": "sanctions\nthe squeeze"})
    await desk.run("issue", issue="sanctions-enforcement")
    await desk.shown("issue")
    suggested = await ann.slash(channel, "suggest", source="freeman-2017", paragraph=2)
    await ann.submit_modal(suggested, {**fields(suggested), "text": "A correction."})
    await ann.submit_modal(await ann.slash(channel, "suggest"), {"text": "A passage.", "remark": "From a book."})
    shown = await desk.run("suggestions")
    await press(desk.mia, card(shown), "Edit …")
    await press(desk.mia, card(shown), "Accept")
    await press(desk.mia, card(shown), "Next (1 open)")
    await press(desk.mia, card(shown), "Accept …")
    history = await desk.shown("history")
    assert "Undo" in labels(history)
    await press(desk.mia, history, "Undo")
    await desk.mia.slash(channel, "privacy", forget=True)


async def tour_of_sources(desk: Desk) -> None:
    """Preview, edit, add, note, cancel, refuse, import and export."""
    typed = {"title": "Sanctions", "authors": "Pat Kim", "where": "2022"}
    shown = card(await desk.mia.submit_modal(await desk.run("add"), {"pasted": SANCTIONS, **typed}))
    await desk.mia.submit_modal(await press(desk.mia, shown, "Edit"), {"title": "Sanctions"})
    await press(desk.mia, shown, "Cancel")
    shown = card(await desk.mia.submit_modal(await desk.run("add"), {"pasted": SANCTIONS, **typed}))
    await press(desk.mia, shown, "Add")
    opened = await press(desk.mia, shown, "Its issues")
    await desk.mia.submit_modal(opened, {"issues": ["sanctions-enforcement"]})
    await desk.mia.submit_modal(await desk.run("add"), typed)
    files = [(f"{source.id}.md", markdown.render(source).encode()) for source in (ALDER, CEDAR)]
    await desk.mia.submit_modal(await desk.run("add"), {"files": [*files, ("x.mp3", b"x")]})
    shown = card(await desk.mia.submit_modal(await desk.run("import"), {"exported": files}))
    await press(desk.mia, shown, "Import")
    await desk.run("export")
