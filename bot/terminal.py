"""Answers for people at a terminal: wrapped and highlighted there, plain when piped."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from bot import speech
from knowledge.answers.answering import LONGEST
from knowledge.language.text import printable
from knowledge.model import Answer, Excerpt
from prompts import say

_INDENT = 3


def show(answer: Answer, console: Console, sources: int) -> None:
    """Print an answer: the question, numbered excerpts, the other side, and how it was found."""
    console.print(Text(printable(answer.question), style="bold"))
    for remark in speech.remarks(answer):
        console.print(Text(remark, style="dim"))
    headline = speech.headline(answer)
    if headline:
        console.print(Text(headline))
    for fact in answer.facts:
        label = say(f"answer.fact_{fact.kind}")
        console.print(Text.assemble((f"{label}: ", "dim"), (fact.text, "bold"), (f"  {fact.excerpt.citation}", "dim")))
    numbered = 1
    for excerpt in answer.leading:
        _excerpt(console, f"{numbered}.", excerpt)
        numbered += 1
    if answer.verdict == "nothing":
        if answer.suggestions:
            console.print(say("answer.try_these"))
            for suggestion in answer.suggestions:
                console.print(Text(f"  - {suggestion}"))
        return
    console.print()
    console.print(Text(say("answer.other_side"), style="bold underline"))
    note = speech.opposing_note(answer)
    if note:
        console.print(Text(note))
    for excerpt in answer.opposing:
        _excerpt(console, f"{numbered}.", excerpt)
        numbered += 1
    console.print()
    console.print(Text(say("answer.found_in", shown=len(answer.sources), all=sources), style="dim"))


def _excerpt(console: Console, number: str, excerpt: Excerpt) -> None:
    text = Text(excerpt.text)
    for start, end in excerpt.highlights:
        text.stylize("bold", start, end)
    console.print()
    console.print(Text.assemble((f"{number} ", "bold"), (excerpt.citation, "bold")), soft_wrap=True)
    for line in text.wrap(console, console.width - _INDENT):
        line.rstrip()
        console.print(Text(" " * _INDENT) + line)


def chat(ask: Callable[[str, str | None], Answer], console: Console, titles: str, sources: int) -> None:
    """Answer questions until the input ends; each is understood in the light of the one before."""
    console.print(say("terminal.chat_welcome", sources=titles))
    previous: str | None = None
    while True:
        try:
            question = console.input(Text(say("terminal.chat_prompt"), style="bold"))
        except (EOFError, KeyboardInterrupt):
            console.print()
            console.print(say("terminal.chat_goodbye"))
            return
        if len(question) > LONGEST:
            console.print(say("error.long_question", length=len(question), most=LONGEST))
        elif question.strip():
            answer = ask(question, previous)
            show(answer, console, sources)
            console.print()
            if answer.verdict != "nothing":
                previous = question
