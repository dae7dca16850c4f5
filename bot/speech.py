"""What is said around an Answer, in the sentences of ``prompts``."""

from __future__ import annotations

from knowledge.model import Answer
from prompts import say


def opposing_note(answer: Answer) -> str | None:
    """Return why no opposing view is shown, None where one is or nothing is shown at all."""
    silence = answer.silence
    if silence is None or answer.verdict == "nothing":
        return None
    if silence.reason != "silent":
        return say(f"answer.{silence.reason}")
    key = "answer.silent" if len(silence.authors) == 1 else "answer.silent_many"
    return say(key, authors=", ".join(silence.authors))


def headline(answer: Answer) -> str | None:
    """Return what has to be said before the excerpts: that nothing answers outright, or nothing at all."""
    if answer.verdict == "nearest":
        return say("answer.nearest")
    if answer.verdict == "nothing":
        return say(f"answer.{answer.reason or 'nothing'}")
    return None


def remarks(answer: Answer) -> list[str]:
    """Return how the question was read, where it was not read as typed."""
    lines = [say("answer.foreign")] if answer.reason == "foreign" else []
    if answer.repairs:
        lines.append(say("answer.showing_results_for", words=", ".join(repair.read for repair in answer.repairs)))
    if answer.follows:
        lines.append(say("answer.follows", question=answer.follows))
    return lines
