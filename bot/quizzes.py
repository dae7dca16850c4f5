"""The quizzes under way, one in a channel. They live in memory: a restart ends them, and an old button says so."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import discord

from bot.cards import quiz as cards
from bot.errors import Refusal
from bot.logs import logger
from bot.markup import escape
from bot.rights import may_moderate
from knowledge.quizzing.questions import Question
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

log = logger(__name__)
ROUND_SECONDS = 45
"""How long a question may be answered."""
PAUSE_SECONDS = 12
"""How long an answer may be read before the next question comes by itself."""
MOST_IDLE = 2
"""Rounds in a row that nobody answers, after which a quiz is taken to be abandoned."""

Post = Callable[[discord.ui.LayoutView], Awaitable[discord.PartialMessage]]
Phase = Literal["answer", "next", "over"]


class Quiz:
    """A quiz: its questions, who answered what, and where it stands."""

    def __init__(
        self, starter: int, questions: Sequence[Question], post: Post, *, alone: bool, note: str | None = None
    ) -> None:
        """``alone``: nobody but the starter can answer, so an answer ends the round."""
        self.id = secrets.token_hex(4)
        self.starter = starter
        self._questions, self._post, self._alone, self._note = questions, post, alone, note
        self._number, self._phase = -1, "next"
        self._idle = 0
        self._message: discord.PartialMessage | None = None
        self._answers: dict[int, int] = {}
        self._points: dict[int, int] = {}
        self._stopped_by: int | None = None
        self._timer: asyncio.Task[None] | None = None
        # Somebody may press on just when the time is up.
        self._one_at_a_time = asyncio.Lock()

    _phase: Phase

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self._phase == "over"

    async def begin(self) -> None:
        """Ask the first question; raises HTTPException where it cannot be posted."""
        await self._ask()

    def answer(self, person: int, number: int, choice: int) -> tuple[str, bool]:
        """Take an answer; return what was chosen, and whether all have answered now.

        Raises Refusal where it comes too late or twice.
        """
        if (number, "answer") != (self._number, self._phase) or choice >= len(self._questions[number].choices):
            raise Refusal("refusal.quiz_closed")
        if person in self._answers:
            raise Refusal("refusal.quiz_answered")
        self._answers[person] = choice
        # Whoever played before is waited for; somebody new may still join in until they have all answered.
        complete = self._alone or (bool(self._points) and self._points.keys() <= self._answers.keys())
        return self._questions[number].choices[choice], complete

    async def go_on(self, number: int, phase: str) -> None:
        """End a round, or the pause behind it, unless that has happened already."""
        async with self._one_at_a_time:
            if (number, phase) == (self._number, self._phase):
                await self._step()

    async def stop(self, person: int) -> None:
        """End the quiz; the round that is on is shown and counts."""
        async with self._one_at_a_time:
            if not self.over:
                self._stopped_by = person
                await self._step()

    def cancel(self) -> None:
        """End the quiz without a word."""
        self._phase = "over"
        if self._timer is not None:
            self._timer.cancel()

    async def _step(self) -> None:
        if self._timer is not None and self._timer is not asyncio.current_task():
            self._timer.cancel()
        try:
            if self._phase == "answer":
                await self._close()
            elif self._stopped_by is not None:
                await self._finish()
            else:
                await self._ask()
        except discord.HTTPException as error:
            # The channel was deleted, or the bot may no longer write there: there is nobody to tell.
            log.warning("quiz broken off", status=error.status, code=error.code)
            self._phase = "over"

    async def _ask(self) -> None:
        self._number, self._answers = self._number + 1, {}
        closes = discord.utils.utcnow() + timedelta(seconds=ROUND_SECONDS)
        note = None if self._number else self._note
        question = self._questions[self._number]
        # Before the message is out: whoever sees it may press at once.
        self._phase = "answer"
        view = cards.asked(self.id, self._number, len(self._questions), question, closes, note)
        self._message = await self._post(view)
        self._later(ROUND_SECONDS)

    async def _close(self) -> None:
        assert self._message is not None
        self._phase = "next"
        question = self._questions[self._number]
        right = [person for person, choice in self._answers.items() if choice == question.answer]
        for person in self._answers:
            self._points[person] = self._points.get(person, 0) + (person in right)
        self._idle = 0 if self._answers else self._idle + 1
        last = self._stopped_by is not None or self._number + 1 == len(self._questions) or self._idle == MOST_IDLE
        answered = len(self._answers)
        view = cards.closed(self.id, self._number, len(self._questions), question, right, answered, last=last)
        await self._message.edit(view=view)
        if last:
            await self._finish()
        else:
            self._later(PAUSE_SECONDS)

    async def _finish(self) -> None:
        self._phase = "over"
        note = say("quiz.abandoned") if self._idle == MOST_IDLE else None
        if self._stopped_by is not None:
            note = say("quiz.stopped", person=f"<@{self._stopped_by}>")
        await self._post(cards.scores(self._points, self._number + 1, note))

    def _later(self, seconds: float) -> None:
        self._timer = asyncio.create_task(self._when_due(seconds, self._number, self._phase))

    async def _when_due(self, seconds: float, number: int, phase: Phase) -> None:
        await asyncio.sleep(seconds)
        await self.go_on(number, phase)


class Quizzes:
    """The quizzes under way, by channel."""

    def __init__(self) -> None:
        self._by_channel: dict[int, Quiz | None] = {}

    def reserve(self, channel: int) -> None:
        """Keep a channel for a quiz that is being made; raises Refusal where one is on or being made."""
        known = self._by_channel.get(channel)
        if channel in self._by_channel and (known is None or not known.over):
            raise Refusal("refusal.quiz_running")
        self._by_channel[channel] = None

    def release(self, channel: int) -> None:
        """Give a channel free."""
        self._by_channel.pop(channel, None)

    def put(self, channel: int, quiz: Quiz) -> None:
        """Let a quiz be found in a channel that was reserved."""
        self._by_channel = {c: q for c, q in self._by_channel.items() if q is None or not q.over}
        self._by_channel[channel] = quiz

    def find(self, channel: int | None, quiz_id: str) -> Quiz:
        """Return a quiz by the id on its buttons; raises Refusal where it is over."""
        quiz = self._by_channel.get(channel) if channel is not None else None
        if quiz is None or quiz.id != quiz_id or quiz.over:
            raise Refusal("refusal.quiz_over")
        return quiz

    def close(self) -> None:
        """End all quizzes without a word."""
        for quiz in self._by_channel.values():
            if quiz is not None:
                quiz.cancel()


async def take_answer(interaction: Interaction, state: str) -> None:
    """Take what somebody chose, and tell them alone that it counts."""
    quiz_id, _, rest = state.partition(":")
    number, _, choice = rest.partition(":")
    quiz = interaction.client.quizzes.find(interaction.channel_id, quiz_id)
    chosen, complete = quiz.answer(interaction.user.id, _number(number), _number(choice))
    await interaction.response.send_message(say("quiz.noted", choice=escape(chosen)), ephemeral=True)
    if complete:
        await quiz.go_on(_number(number), "answer")


async def go_on(interaction: Interaction, state: str) -> None:
    """Go on before the time is up."""
    quiz_id, _, rest = state.partition(":")
    number, _, phase = rest.partition(":")
    quiz, round_ = await _steered(interaction, quiz_id), _number(number)
    await interaction.response.defer()
    await quiz.go_on(round_, phase)


async def stop(interaction: Interaction, state: str) -> None:
    """End a quiz."""
    quiz = await _steered(interaction, state)
    await interaction.response.defer()
    await quiz.stop(interaction.user.id)


async def _steered(interaction: Interaction, quiz_id: str) -> Quiz:
    """Return a quiz to whoever may steer it; raises Refusal for anybody else."""
    quiz = interaction.client.quizzes.find(interaction.channel_id, quiz_id)
    keeper = interaction.user.id == quiz.starter or interaction.permissions.manage_messages
    if not keeper and not await may_moderate(interaction):
        raise Refusal("refusal.quiz_not_yours")
    return quiz


def _number(text: str) -> int:
    if not text.isdecimal():
        raise Refusal("refusal.old_button")
    return int(text)
