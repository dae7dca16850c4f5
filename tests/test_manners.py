from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.manners import Pace, Work

NOW = datetime(2026, 1, 1, tzinfo=UTC)


async def test_a_stop_lets_running_replies_finish_and_takes_no_new_ones() -> None:
    work, go_on, replied = Work(), asyncio.Event(), list[str]()

    async def reply(name: str) -> None:
        if work.join():
            await go_on.wait()
            replied.append(name)

    running = asyncio.ensure_future(reply("before"))
    await asyncio.sleep(0)
    stopping = asyncio.ensure_future(work.finish(60))
    await asyncio.sleep(0)
    await reply("after")
    assert not stopping.done() and not running.done()
    go_on.set()
    assert await stopping == 0
    assert replied == ["before"]


async def test_a_reply_that_never_finishes_does_not_keep_the_bot_up() -> None:
    work, never = Work(), asyncio.Event()

    async def reply() -> None:
        work.join()
        await never.wait()

    task = asyncio.ensure_future(reply())
    await asyncio.sleep(0)
    assert await work.finish(0) == 1
    task.cancel()


async def test_with_nothing_under_way_a_stop_is_at_once() -> None:
    assert await Work().finish(60) == 0


def test_uses_come_back_after_the_time() -> None:
    pace = Pace(2, 10)
    assert [pace.wait(1, NOW), pace.wait(1, NOW), pace.wait(1, NOW)] == [0, 0, 10]
    assert pace.wait(2, NOW) == 0
    assert pace.wait(1, NOW + timedelta(seconds=9)) > 0
    assert pace.wait(1, NOW + timedelta(seconds=10)) == 0


def test_people_who_ask_no_longer_are_forgotten() -> None:
    pace = Pace(1, 10)
    for person in range(10_001):
        pace.wait(person, NOW)
    pace.wait(0, NOW + timedelta(seconds=11))
    pace.wait(10_001, NOW + timedelta(seconds=11))
    assert len(pace) < 10
