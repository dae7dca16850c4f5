"""/library fact: moderators confirm, correct, add and hide facts; what they say is answered at once."""

from __future__ import annotations

from typing import Any

import simcord
from simcord.actors import MemberActor

from tests.e2e.library.conftest import Desk, fields, options
from tests.e2e.people import Shown, card, labels, press, text

OIL = "22,730 tons"
MASTRO: dict[str, Any] = {"source": "mastro-2021", "paragraph": 10}


async def opened(
    desk: Desk, fact: str | None = None, who: MemberActor | None = None, **options: object
) -> simcord.InteractionResult:
    given = {**MASTRO, **({"fact": fact} if fact else {}), **options}
    return await (who or desk.mia).slash(desk.group.channel, "library fact", **given)


async def send(desk: Desk, form: simcord.InteractionResult, who: MemberActor | None = None, **values: object) -> Shown:
    held: dict[str, object] = {
        name: (value.split("\n") if value else []) if name in options(form) else value
        for name, value in fields(form).items()
    }
    return card(await (who or desk.mia).submit_modal(form, {**held, **values}))


async def found(desk: Desk, query: str) -> str:
    return text(card(await desk.group.ann.slash(desk.group.channel, "fact", query=query)))


async def test_the_facts_of_a_paragraph_are_offered(desk: Desk) -> None:
    offered = await desk.choices("fact", "fact", **MASTRO)
    assert f"figure: {OIL} (refined oil that China allegedly supplied to North Korea)" in offered
    assert any(name.startswith("date: 2017") for name in offered)
    assert await desk.choices("fact", "fact", "refined", **MASTRO) == [name for name in offered if "refined" in name]
    assert await desk.choices("fact", "fact", source="nobody", paragraph=1) == []


async def test_a_correction_is_answered_at_once_and_can_be_taken_back(desk: Desk) -> None:
    form = await opened(desk, OIL)
    assert fields(form)["about"] == "refined oil that China allegedly supplied to North Korea"
    done = await send(desk, form, about="refined oil, by an estimate of the United States")
    assert done.ephemeral and f"“{OIL}” in ¶10 of China’s Dangerous Double Game in North Korea is confirmed" in text(
        done
    )
    assert "refined oil, by an estimate of the United States" in await found(desk, OIL)
    await press(desk.mia, done, "Undo")
    assert "by an estimate" not in await found(desk, OIL)


async def test_a_hidden_fact_is_gone_until_it_is_shown_again(desk: Desk) -> None:
    done = await send(desk, await opened(desk, OIL), fact_state=["hidden"])
    assert f"“{OIL}” in ¶10 of China’s Dangerous Double Game in North Korea is no longer taken for a fact." in text(
        done
    )
    assert not (await found(desk, OIL)).startswith(OIL)
    assert f"figure: {OIL} (hidden)" in await desk.choices("fact", "fact", **MASTRO)
    form = await opened(desk, OIL)
    assert fields(form)["fact_state"] == "hidden"
    await send(desk, form, fact_state=[], about="refined oil again")
    assert "refined oil again" in await found(desk, OIL)


async def test_a_fact_that_was_missed_is_added(desk: Desk) -> None:
    form = await opened(desk, "business as usual with Moscow", kind="term")
    assert fields(form)["datum"] == "business as usual with Moscow"
    refused = await send(desk, form, about="")
    assert "does not stand in ¶10; write it exactly as the author does." in text(refused)
    assert "business as usual with Moscow" in text(refused), "what was typed is given back"
    done = await send(desk, await opened(desk, kind="term"), datum="business as usual", about="")
    assert "“business as usual” in ¶10" in text(done)
    quoted = await opened(desk, kind="quotation")
    assert set(fields(quoted)) == {"datum", "about", "by", "to"}
    assert set(fields(await opened(desk, kind="event"))) == {"datum", "about", "when"}


async def test_what_is_said_of_a_term_has_to_be_the_authors(desk: Desk) -> None:
    refused = await send(desk, await opened(desk, kind="term"), datum="sanctions", about="a **nasty** thing @everyone")
    assert "has to be in the author's words" in text(refused) and not refused.message.mentions


async def test_a_date_that_is_none_is_refused(desk: Desk) -> None:
    refused = await send(desk, await opened(desk, "Three months ago"), when="winter")
    assert "is not a date like 2021, 2021-03 or 2021-03-25" in text(refused)
    await send(desk, await opened(desk, "Three months ago"), when="2020-12", about="the accusation")
    timeline = card(await desk.group.ann.slash(desk.group.channel, "timeline", **{"from": "2020-12", "to": "2020-12"}))
    assert "December 2020" in text(timeline)


async def test_the_second_of_two_is_told_and_loses_nothing(desk: Desk) -> None:
    mine, theirs = await opened(desk, OIL), await opened(desk, OIL, desk.max)
    await send(desk, mine, about="mine")
    refused = await send(desk, theirs, desk.max, about="theirs")
    assert "Somebody changed this fact while you were writing." in text(refused) and "theirs" in text(refused)
    assert "mine" in await found(desk, OIL)


async def test_a_fact_has_to_be_named_or_its_kind(desk: Desk) -> None:
    for name in (None, "nonsense"):
        assert "Choose one of the facts in the list" in text(card(await opened(desk, name)))


async def test_it_is_in_the_history(desk: Desk) -> None:
    await send(desk, await opened(desk, OIL), about="refined *oil*")
    shown = await desk.shown("history")
    assert "the facts of ¶10 of China’s Dangerous Double Game" in text(shown) and "refined *oil*" in text(shown)
    assert "Undo" in labels(shown)


async def test_others_cannot(desk: Desk, refused: str) -> None:
    assert refused in text(card(await opened(desk, OIL, desk.eve)))
    assert await desk.eve.autocomplete(desk.group.channel, "library fact", "fact", "", **MASTRO) == []
