"""What every reader makes of its kind of file: headings and paragraphs in their order, and what it knows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from knowledge.intake.draft import Remark


class Block(NamedTuple):
    """A heading or a paragraph; the lines of a list stand one below the other."""

    text: str
    heading: bool = False


class Extract(NamedTuple):
    """The blocks of a file, fields of a draft that the file names, and remarks on what was done already."""

    blocks: Sequence[Block]
    fields: Mapping[str, object] = {}
    remarks: tuple[Remark, ...] = ()
