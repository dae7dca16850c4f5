"""/library note: the questions that a passage answers, its issues, and what is proposed for both."""

from __future__ import annotations

import pytest
import simcord
from simcord.actors import MemberActor

from knowledge.search.library import Library
from tests.conftest import ALDER, BIRCH, CEDAR
from tests.e2e.library.conftest import Desk, fields, options
from tests.e2e.people import Shown, card, labels, press, quotations, text

SLANG = "who had to shut up shop because of the levy?"
BAKERS = "Bakers closed their shops"


@pytest.fixture
def library(request: pytest.FixtureRequest, essays: Library) -> Library:
    return essays if request.node.get_closest_marker("shipped") else Library([ALDER, BIRCH, CEDAR])


async def opened_by(
    desk: Desk, who: MemberActor, number: int = 1, source: str = "alder-2001"
) -> simcord.InteractionResult:
    return await who.slash(desk.group.channel, "library note", source=source, paragraph=number)


async def send(desk: Desk, opened: simcord.InteractionResult, **values: object) -> Shown:
    held: dict[str, object] = {
        name: (value.split("\n") if value else []) if name in options(opened) else value
        for name, value in fields(opened).items()
    }
    return card(await desk.mia.submit_modal(opened, {**held, **values}))


async def new_issue(desk: Desk, label: str, **passages: list[int]) -> str:
    named = {source.replace("_", "-"): numbers for source, numbers in passages.items()}
    revision = await desk.store.set_issue(desk.guild_id, None, None, label=label, passages=named)
    return str(revision.subject.id)


async def test_a_noted_question_finds_its_passage(desk: Desk) -> None:
    assert not any(BAKERS in quote for quote in quotations(await desk.group.ask(SLANG))[:1])
    opened = await opened_by(desk, desk.mia)
    assert fields(opened) == {"asks": ""}
    shown = await send(desk, opened, asks=f"{SLANG}\n\n  who closed?  ")
    assert shown.ephemeral and "Noted what ¶1 of Essay alder-2001 answers." in text(shown)
    assert BAKERS in quotations(await desk.group.ask(SLANG))[0]
    assert fields(await opened_by(desk, desk.mia)) == {"asks": f"{SLANG}\nwho closed?"}
    await press(desk.mia, shown, "Undo")
    assert fields(await opened_by(desk, desk.mia)) == {"asks": ""}


async def test_noted_questions_are_never_quoted(desk: Desk) -> None:
    await send(desk, await opened_by(desk, desk.mia), asks=SLANG)
    shown = await desk.group.ask(SLANG)
    passages = [passage.text for source in (ALDER, BIRCH, CEDAR) for passage in source.passages]
    assert all(any(quote in passage for passage in passages) for quote in quotations(shown))


async def test_issues_are_chosen_and_taken_away(desk: Desk) -> None:
    bread = await new_issue(desk, "Did the tariff raise the price of bread?", birch_2005=[1])
    ledgers = await new_issue(desk, "Who burned the ledgers?", cedar_2010=[2], alder_2001=[1])
    opened = await opened_by(desk, desk.mia)
    assert set(options(opened)["issues"]) == {bread, ledgers} and fields(opened)["issues"] == ledgers
    shown = await send(desk, opened, issues=[bread])
    assert len(labels(shown)) == 2
    issues = {issue.id: issue for issue in (await desk.now()).issues}
    assert set(dict(issues[bread].sentences)) == {"birch-2005", "alder-2001"}
    assert "alder-2001" not in dict(issues[ledgers].sentences)
    compared = card(await desk.group.ann.slash(desk.group.channel, "compare", issue=bread))
    assert "Alder (2001), ¶1" in text(compared) and "Birch (2005), ¶1" in text(compared)


@pytest.mark.shipped
async def test_questions_and_issues_are_proposed_from_what_is_there(desk: Desk) -> None:
    tenth = desk.group.bot.shelf.shared.source("mastro-2021").passages[9]
    twin = CEDAR.model_copy(update={"id": "twin-2022", "passages": (tenth.model_copy(update={"number": 1}),)})
    await desk.store.add(desk.guild_id, twin)
    opened = await opened_by(desk, desk.mia, source="twin-2022")
    offered = options(opened)
    assert 1 <= len(offered["offered"]) <= 25 and len(offered["issues"]) == 25
    speaks = {
        issue.id
        for issue in (await desk.now()).issues
        for s, at in issue.sentences
        if s == "mastro-2021" and any(address.paragraph == 10 for address in at)
    }
    assert set(offered["issues"][:3]) & speaks
    ask = offered["offered"][0]
    await send(desk, opened, offered=[ask], issues=[offered["issues"][0]])
    assert fields(await opened_by(desk, desk.mia, source="twin-2022"))["asks"] == ask
    found = await desk.now()
    assert "twin-2022" in {s for issue in found.issues if issue.id == offered["issues"][0] for s, _ in issue.sentences}


@pytest.mark.shipped
async def test_what_the_shipped_notes_say_is_no_choice(desk: Desk) -> None:
    speaks = {
        issue.id
        for issue in desk.group.bot.shelf.shared.issues
        for s, at in issue.sentences
        if s == "mastro-2021" and any(address.paragraph == 10 for address in at)
    }
    opened = await opened_by(desk, desk.mia, 10, "mastro-2021")
    assert speaks and not speaks & set(options(opened)["issues"])
    assert fields(opened)["issues"] == ""


async def test_of_two_moderators_the_second_sees_both_and_decides(desk: Desk) -> None:
    opened, faster = await opened_by(desk, desk.mia), await opened_by(desk, desk.max)
    await desk.max.submit_modal(faster, {"asks": "what did Max ask?"})
    shown = await send(desk, opened, asks="what did Mia ask?")
    assert "Somebody else changed this" in text(shown)
    assert "what did Max ask?" in text(shown) and "what did Mia ask?" in text(shown)
    assert (await desk.store.noted(desk.guild_id, "alder-2001", 1)).asks == ("what did Max ask?",)
    await press(desk.mia, shown, "Use mine")
    assert (await desk.store.noted(desk.guild_id, "alder-2001", 1)).asks == ("what did Mia ask?",)


async def test_an_issue_that_somebody_else_chose_meanwhile_is_not_taken_away(desk: Desk) -> None:
    bread = await new_issue(desk, "Did the tariff raise the price of bread?", birch_2005=[1])
    opened, faster = await opened_by(desk, desk.mia), await opened_by(desk, desk.max)
    await desk.max.submit_modal(faster, {"issues": [bread]})
    shown = await send(desk, opened, asks="what did Mia ask?")
    assert "Somebody else changed this" in text(shown) and "Did the tariff raise the price of bread?" in text(shown)
    await press(desk.mia, shown, "Keep theirs")
    assert (await desk.store.issue(desk.guild_id, bread)).passages["alder-2001"] == (1,)


async def test_what_is_no_question_is_refused_and_given_back(desk: Desk) -> None:
    shown = await send(desk, await opened_by(desk, desk.mia), asks="who closed?\n" + "x" * 301)
    assert "at most 300 characters" in text(shown)
    assert fields(await press(desk.mia, shown, "Try again"))["asks"].startswith("who closed?\nxxx")


async def test_nothing_changed_is_nothing_done(desk: Desk) -> None:
    assert "Nothing was changed" in text(await send(desk, await opened_by(desk, desk.mia)))
    assert await desk.store.history(desk.guild_id) == []


async def test_without_the_right_there_is_no_form(desk: Desk, refused: str) -> None:
    opened = await opened_by(desk, desk.eve)
    assert opened.modal is None and refused in text(card(opened))
