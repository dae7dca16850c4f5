"""/library add: a text or files, a preview, and then a source that is searchable when the bot says so."""

from __future__ import annotations

import simcord

from tests.e2e.library.conftest import Desk
from tests.e2e.people import Shown, card, labels, press, quotations, text

ESSAY = """The tariff on salted herring ruined the fishers of Norwick, who had sold to the Baltic for a century.

Nobody in the capital had asked them, and the customs house kept no record of their complaints.

When the herring returned in 1887 there were no boats left to meet them."""
TYPED = {"title": "The Herring Tariff", "authors": "Nora Wick", "where": "Harbour Review\n1890-04"}
QUESTION = "what did the tariff on salted herring do to the fishers of Norwick?"


async def preview(desk: Desk, **values: object) -> Shown:
    """Let Mia send the form for a new source; return the card that she gets."""
    opened = await desk.run("add")
    return card(await desk.mia.submit_modal(opened, values))


async def test_a_pasted_text_is_previewed_added_and_searchable_when_the_bot_says_so(desk: Desk) -> None:
    shown = await preview(desk, pasted=ESSAY, **TYPED)
    assert shown.ephemeral
    read = text(shown)
    assert "Preview: nothing is added yet" in read
    assert "The Herring Tariff" in read and "Nora Wick · Harbour Review, April 1890" in read
    assert "3 paragraphs, 47 words" in read
    assert "Wick (1890), ¶1" in read and "Wick (1890), ¶2" in read
    assert quotations(shown)[0] == ESSAY.split("\n\n")[0]
    assert labels(shown) == ["Add", "Edit", "Cancel"]
    assert "herring" not in str((await desk.now()).sources)

    await press(desk.mia, shown, "Add")
    assert "The Herring Tariff is in the library: 3 paragraphs, cited as Wick (1890), ¶1" in text(shown)
    answer = await desk.group.ask(QUESTION)
    assert "1 · Wick (1890), ¶1" in text(answer)
    assert quotations(answer)[0] in ESSAY
