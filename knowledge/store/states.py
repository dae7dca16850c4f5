"""What a source is at one moment, as plain fields: what revisions keep before and after, and rows are made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge import yaml_files
from knowledge.errors import MalformedFileError
from knowledge.model import Passage, Source
from knowledge.sources import markdown
from knowledge.store.errors import UnstorableError
from knowledge.store.subjects import State

METADATA = ("title", "authors", "outlet", "published", "url", "side", "thesis", "extra")
PASSAGE = ("text", "headings", "retired")


def state_of(source: Source, *, retired: bool = False) -> dict[str, Any]:
    """Return all fields of a source: metadata, ``retired``, and ``passages`` with text, headings and ``retired``."""
    passages = [
        {"text": passage.text, "headings": list(passage.headings), "retired": passage.retired}
        for passage in source.passages
    ]
    return {
        **{name: getattr(source, name) for name in METADATA},
        "authors": list(source.authors),
        "extra": yaml.safe_dump(dict(source.extra), sort_keys=False, allow_unicode=True) if source.extra else "",
        "retired": retired,
        "passages": passages,
    }


def source_of(source_id: str, state: State) -> Source:
    """Return the source that some fields describe; raises UnstorableError where they describe none."""
    extra = yaml_files.mapping(state["extra"], Path(source_id)) if state["extra"] else {}
    try:
        return Source(
            id=source_id,
            **{name: state[name] for name in METADATA if name not in ("authors", "extra")},
            authors=tuple(state["authors"]),
            extra=tuple(extra.items()),
            passages=tuple(
                Passage(number=n, text=p["text"], headings=tuple(p["headings"]), retired=p["retired"])
                for n, p in enumerate(state["passages"], 1)
            ),
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise UnstorableError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.") from None


def check(source: Source) -> None:
    """Raise UnstorableError for a source that its file would not give back, or that a database cannot hold."""
    text = markdown.render(source)
    try:
        text.encode()
        whole = "\0" not in text and markdown.parse(text, Path(source.id)) == source
    except (UnicodeEncodeError, MalformedFileError):
        whole = False
    if not whole:
        raise UnstorableError(
            f"{source.id!r} cannot be kept as it is: a passage is one paragraph of text, without blank lines, "
            "headings or space around it, and no field is blank or has control characters."
        )
