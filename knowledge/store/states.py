"""What a source is at one moment, as plain fields: what revisions keep before and after, and rows are made of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge import yaml_files
from knowledge.errors import MalformedFileError
from knowledge.model import Passage, Source
from knowledge.sources import markdown
from knowledge.store.errors import UnstorableError

State = Mapping[str, Any]
"""The fields of a source, or some of them: metadata, ``retired``, and ``passages`` with ``text`` and ``headings``."""
METADATA = ("title", "authors", "outlet", "published", "url", "side", "thesis", "extra")


def state_of(source: Source, *, retired: bool = False) -> dict[str, Any]:
    """Return all fields of a source."""
    passages = [{"text": passage.text, "headings": list(passage.headings)} for passage in source.passages]
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
    passages = enumerate(state["passages"], 1)
    try:
        return Source(
            id=source_id,
            **{name: state[name] for name in METADATA if name not in ("authors", "extra")},
            authors=tuple(state["authors"]),
            extra=tuple(extra.items()),
            passages=tuple(Passage(number=n, text=p["text"], headings=tuple(p["headings"])) for n, p in passages),
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


def difference(before: State, after: State) -> tuple[State, State]:
    """Return the fields that differ, as they are before and after."""
    changed = [name for name in after if before[name] != after[name]]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


def patched(state: State, patch: State, paragraph: int | None) -> State:
    """Return a state with some fields changed: of the source, or of one of its passages."""
    if paragraph is None:
        return {**state, **patch}
    passages = list(state["passages"])
    passages[paragraph - 1] = {**passages[paragraph - 1], **patch}
    return {**state, "passages": passages}


def present(state: State, patch: State, paragraph: int | None) -> State | None:
    """Return the fields of a patch as a state has them; None where the passage is not there."""
    if paragraph is None:
        return {name: state[name] for name in patch}
    if paragraph > len(state["passages"]):
        return None
    return {name: state["passages"][paragraph - 1][name] for name in patch}
