"""An Answer as the JSON object that other programs read."""

from __future__ import annotations

from typing import Any

from bot.speech import opposing_note
from knowledge.model import Answer, Excerpt


def as_json(answer: Answer, question_id: object = None) -> dict[str, Any]:
    """Return the fixed format of ``ask --json``; the id is the caller's own and given back unchanged."""
    return {
        "id": question_id,
        "question": clean(answer.question),
        "verdict": answer.verdict,
        "excerpts": [_excerpt(excerpt) for excerpt in answer.excerpts],
        "opposing": [_excerpt(excerpt) for excerpt in answer.opposing],
        "opposing_note": opposing_note(answer),
        "facts": [{"kind": fact.kind, "text": fact.text, "excerpt": _excerpt(fact.excerpt)} for fact in answer.facts],
    }


def failure(question_id: object, sentence: str) -> dict[str, Any]:
    """Return the answer to a line that could not be read, with the reason under ``error``."""
    return as_json(Answer(question="", verdict="nothing"), question_id) | {"error": sentence}


def clean(text: str) -> str:
    """Return text that can be written as UTF-8: lone surrogates become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _excerpt(excerpt: Excerpt) -> dict[str, Any]:
    return excerpt.model_dump(include={"text", "source", "author", "side", "paragraph", "citation", "score"})
