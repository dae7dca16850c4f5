"""What the bot sends for moderators, against Discord's own description of its API, where that file is there."""

from __future__ import annotations

from knowledge.sources import markdown
from tests.conftest import ALDER, CEDAR
from tests.e2e.library.conftest import Desk
from tests.e2e.people import card, press
from tests.e2e.test_payloads import complaints, pytestmark

__all__ = ["pytestmark"]
SANCTIONS = "China sits on the Security Council, votes for sanctions on North Korea, and does not enforce them."


async def test_every_form_preview_and_confirmation_is_as_described(desk: Desk) -> None:
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
    sent = [r for r in desk.group.env.http_requests if r.method in ("POST", "PUT", "PATCH") and r.json is not None]
    assert len(sent) > 20
    assert [c for r in sent for c in complaints(r.method, r.path, r.json)] == []
