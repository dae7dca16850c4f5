"""Questions with the sentences that answer them.

One JSON object a line: ``id``, ``kind``, ``question``; optional ``previous``, ``fact`` and, for an unanswerable one,
``note`` (on-topic, off-topic or nonsense). ``gold`` and ``opposing`` list sentences, each as
``["mastro-2021", "10.1", 2]`` or ``{"quote": "its verbatim text", "grade": 2}``, where ``source`` may name the source;
grade 2 answers, 1 supports.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from knowledge.errors import MalformedFileError
from knowledge.language import text as language
from knowledge.model import Excerpt, SentenceAddress
from knowledge.search.library import Library

_COVERED = 0.6
"""The share of a gold sentence's characters that an excerpt must hold to cover it."""


class Gold(NamedTuple):
    """A graded run of a passage's characters."""

    source: str
    paragraph: int
    start: int
    end: int
    grade: int
    camp: str
    """The side of the source, or its author where it has none."""

    def covered_by(self, excerpt: Excerpt) -> bool:
        """Tell whether an excerpt holds most of this run."""
        if (excerpt.source, excerpt.paragraph) != (self.source, self.paragraph):
            return False
        shared = min(self.end, excerpt.start + len(excerpt.text)) - max(self.start, excerpt.start)
        return shared >= _COVERED * (self.end - self.start)


class Question(NamedTuple):
    """One evaluation question."""

    id: str
    kind: str
    text: str
    previous: str | None
    note: str
    fact: str | None
    gold: tuple[Gold, ...]
    opposing: tuple[Gold, ...]

    @property
    def answerable(self) -> bool:
        """Whether the library answers it."""
        return self.kind != "unanswerable"

    @property
    def on_topic(self) -> bool:
        """Whether it is about what the library is about, answered or not."""
        return self.answerable or self.note.startswith("on-topic")


def read(path: Path, library: Library) -> list[Question]:
    """Read a question file; raises MalformedFileError with the line that cannot be used."""
    questions: list[Question] = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            fields: dict[str, Any] = json.loads(line.decode("utf-8"))
            questions.append(
                Question(
                    fields["id"],
                    fields["kind"],
                    fields["question"].strip(),
                    fields.get("previous"),
                    fields.get("note") or "",
                    fields.get("fact"),
                    tuple(_gold(library, item) for item in fields.get("gold", ())),
                    tuple(_gold(library, item) for item in fields.get("opposing", ())),
                )
            )
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise MalformedFileError(path, number, f"{type(error).__name__}: {error}") from None
    return questions


def _gold(library: Library, item: Any) -> Gold:
    if isinstance(item, list):
        source_id, written, grade = (str(part) for part in item)  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType]
        address = SentenceAddress.parse(written)
        source = library.source(source_id)
        passage = source.passages[address.paragraph - 1]
        span = language.sentences(passage.text)[address.sentence - 1]
        return Gold(source_id, address.paragraph, span.start, span.end, int(grade), source.side or source.author)
    pattern = re.compile(r"\s+".join(re.escape(word) for word in str(item["quote"]).split()))
    named = item.get("source")
    for source in [library.source(named)] if named else library.sources:
        for passage in source.passages:
            match = pattern.search(passage.text)
            if match:
                camp = source.side or source.author
                return Gold(source.id, passage.number, match.start(), match.end(), int(item["grade"]), camp)
    # A quote from text that is no passage (a standfirst) can be covered by nothing.
    return Gold("", 0, 0, 1, int(item["grade"]), "")
