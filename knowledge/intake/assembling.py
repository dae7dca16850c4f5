"""Makes a draft of what a reader found: text without furniture, headings where they belong, metadata from the top."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.intake import characters, furniture, limits, metadata
from knowledge.intake.blocks import Block, Extract
from knowledge.intake.draft import Draft, Remark
from knowledge.intake.errors import IntakeError
from knowledge.intake.top import without_top
from knowledge.intake.wrapping import ends_sentence
from knowledge.language.text import sentences
from knowledge.model import Passage

_SHOWN, _SHOWN_CHARACTERS = 10, 120
"""How many of the paragraphs that were left out a remark shows, and how much of each."""
_LONG_PARAGRAPH, _NEW_PARAGRAPH = 350, 120
"""The words of a text that is surely more than one paragraph, and of each that is made of it."""
_GLUED = re.compile(r"(?<=[a-z]{3}[.!?])(?=[A-Z][a-z]+[ ,;’'])|(?<=[a-z]{3}[.!?][”’])(?=[A-Z][a-z]+[ ,;’'])")


def draft(extract: Extract) -> Draft:
    """Return what a reader found as a draft; raises IntakeError where there is no text, or too much."""
    if sum(len(block.text) for block in extract.blocks) > limits.CHARACTERS:
        raise IntakeError(
            f"There are more than {limits.CHARACTERS:,} characters of text in this: hand in one essay or chapter at a time."
        )
    blocks, repairs = _cleaned(extract.blocks)
    blocks, fields, left_out = without_top(blocks, dict(extract.fields))
    blocks, furnishing = furniture.split(blocks)
    left_out += furnishing
    blocks, mended = _mended(blocks)
    blocks, glued = _unglued(blocks, fields)
    blocks, cut = _cut(blocks)
    passages = _passages(blocks)
    if not passages:
        raise IntakeError("There is no text in this that could be quoted: hand in the essay itself.")
    if len(passages) > limits.PASSAGES:
        raise IntakeError(
            f"There are more than {limits.PASSAGES:,} paragraphs in this: hand in one essay or chapter at a time."
        )
    remarks = [
        *extract.remarks,
        Remark(kind="repaired_characters", count=repairs),
        Remark(kind="joined_paragraphs", count=mended),
        Remark(kind="missing_spaces", count=glued),
        Remark(kind="no_paragraphs", count=cut),
        Remark(kind="left_out", count=len(left_out), values=_shown(left_out)),
    ]
    return Draft(**_sensible(fields), passages=passages, remarks=tuple(remark for remark in remarks if remark.count))


def _cleaned(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """Return the blocks that hold letters or digits, as a source can keep them, and how often something was wrong."""
    cleaned: list[Block] = []
    repairs = 0
    for block in blocks:
        text, count = characters.repaired(block.text)
        text = " ".join(text.split()) if block.heading else characters.lines(text)
        repairs += count
        if any(c.isalnum() for c in text):
            cleaned.append(Block(text, block.heading))
    return cleaned, repairs


def _mended(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """Join a paragraph with the one that it breaks off in, and a large first letter with its word."""
    mended: list[Block] = []
    count = 0
    for block in blocks:
        before = mended[-1] if mended else None
        if before and not before.heading and not block.heading and _goes_on(before.text, block.text):
            initial = len(before.text) == 1 and before.text not in "AI"
            mended[-1] = Block(before.text + ("" if initial else " ") + block.text)
            count += 1
        else:
            mended.append(block)
    return mended, count


def _goes_on(before: str, text: str) -> bool:
    lists = "\n" in before or "\n" in text
    return text[0].islower() and not lists and not ends_sentence(before) and before[-1:] != ","


def _unglued(blocks: Sequence[Block], fields: dict[str, Any]) -> tuple[list[Block], int]:
    """Put back the space between sentences that lost it.

    A page's standfirst loses it to the first paragraph where its text is copied: then it becomes the thesis.
    """
    count = sum(len(_GLUED.findall(block.text)) for block in blocks)
    first = next((i for i, block in enumerate(blocks) if not block.heading), None)
    parts = _GLUED.split(blocks[first].text, 1) if first is not None else []
    found = list(blocks)
    if first is not None and count == 1 and len(parts) == 2 and not fields.get("thesis"):
        lead, rest = parts
        if 5 <= characters.words([lead]) <= 50 < 2 * characters.words([rest]) and len(sentences(lead)) <= 2:
            fields["thesis"] = lead
            found[first] = Block(rest)
            return found, 1
    return [block._replace(text=_GLUED.sub(" ", block.text)) for block in found], count


def _cut(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """Make paragraphs of a long text that has none, between sentences."""
    paragraphs = [block for block in blocks if not block.heading]
    if len(paragraphs) != 1 or characters.words([paragraphs[0].text]) <= _LONG_PARAGRAPH:
        return list(blocks), 0
    pieces = list(_pieces(paragraphs[0].text))
    return [*(block for block in blocks if block.heading), *map(Block, pieces)], len(pieces)


def _pieces(text: str) -> Iterator[str]:
    start = end = words = 0
    for span in sentences(text):
        words += characters.words([text[span.start : span.end]])
        end = span.end
        if words >= _NEW_PARAGRAPH:
            yield text[start:end].strip()
            start, words = end, 0
    if text[start:].strip():
        yield text[start:].strip()


def _passages(blocks: Sequence[Block]) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    headings: list[str] = []
    for block in blocks:
        if block.heading:
            headings.append(block.text)
        else:
            passages.append(Passage(number=len(passages) + 1, text=_no_heading(block.text), headings=tuple(headings)))
            headings.clear()
    return tuple(passages)


def _no_heading(text: str) -> str:
    """Keep a paragraph that begins like ``# 1`` from being read as a heading in the source's file."""
    return re.sub(r"^(#{1,6})[ \t]", "\\1\u00a0", text)


def _sensible(fields: dict[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in fields.items() if value}
    if isinstance(found.get("title"), str):
        found["title"] = metadata.without_outlet(found["title"], found.get("outlet"))
    return found


def _shown(blocks: Sequence[Block]) -> tuple[str, ...]:
    flat = (" ".join(block.text.split()) for block in blocks[:_SHOWN])
    return tuple(text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS].rstrip() + "…" for text in flat)
