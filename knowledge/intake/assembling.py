"""Makes a draft of what a reader found: text without furniture, headings where they belong, metadata from the top."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from knowledge.intake import characters, furniture, limits, metadata
from knowledge.intake.blocks import Block, Extract
from knowledge.intake.draft import Draft, Remark
from knowledge.intake.errors import IntakeError
from knowledge.intake.top import without_top
from knowledge.intake.wrapping import ends_sentence, is_list_item
from knowledge.language.text import sentences
from knowledge.model import Passage

_SHOWN, _SHOWN_CHARACTERS = 10, 120
"""How many of the paragraphs that were left out a remark shows, and how much of each."""
_LONG_PARAGRAPH, _NEW_PARAGRAPH = 350, 120
"""The words of a text that is surely more than one paragraph, and of each that is made of it."""
_BIOGRAPHY_WORDS = 80
_ITEM_WORDS = 25
"""The words of the longest item that does not make a paragraph of its own."""
_LIST, _LIST_WORDS = 5, 10
"""How many short paragraphs are a list without marks, and how short they are."""
_FIRST_WORDS = (
    "A|After|All|Although|An|And|As|At|But|By|For|He|However|If|In|It|Its|Nor|On|She|So|The|There|These|They|This|To"
    "|We|When|While|Yet"
)
_GLUED = re.compile(
    rf"(?<![\w./@-])(?:[a-z]{{3,}}[.!?][”’]?(?=[A-Z][a-z]* )|[^\W\d_]{{3,}}[.!?][”’]?(?=(?:{_FIRST_WORDS}) ))"
)
"""The end of a sentence that the next one follows without a space."""


def draft(extract: Extract) -> Draft:
    """Return what a reader found as a draft; raises IntakeError where there is no text, or too much."""
    limits.check_characters(sum(len(block.text) for block in extract.blocks))
    blocks, repairs = _cleaned(extract.blocks)
    blocks, fields, left_out = without_top(blocks, dict(extract.fields))
    blocks, furnishing = furniture.split([block for block in blocks if any(map(str.isalpha, block.text))])
    left_out += furnishing
    blocks, about = _without_biographies(blocks, fields)
    left_out += about
    blocks, mended = _mended(blocks)
    blocks, glued = _unglued(blocks, fields)
    blocks, cut = _cut(_with_lists(blocks))
    passages = _passages(blocks)
    if not passages:
        raise IntakeError("There is no text in this that could be quoted: hand in the essay itself.")
    limits.check_passages([passage.text for passage in passages])
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
        if any(map(str.isalnum, text)):
            cleaned.append(Block(text, block.heading))
    return cleaned, repairs


def _without_biographies(blocks: Sequence[Block], fields: dict[str, Any]) -> tuple[list[Block], list[Block]]:
    """Take off the last paragraphs where they say who the authors are."""
    body = list(blocks)
    names = (*fields.get("authors", ()), "About the author", "The author is", "The authors are")
    while len(body) > 1 and body[-1].text.startswith(names) and len(body[-1].text.split()) <= _BIOGRAPHY_WORDS:
        body.pop()
    return body, list(blocks[len(body) :])


def _mended(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """Join a paragraph with the one that it breaks off in, and a large first letter with its word."""
    runs: list[list[Block]] = []
    for block in blocks:
        if runs and _goes_on(runs[-1][-1], block):
            runs[-1].append(block)
        else:
            runs.append([block])
    return [Block(_one(run), run[0].heading) for run in runs], len(blocks) - len(runs)


def _goes_on(before: Block, block: Block) -> bool:
    if before.heading or block.heading or "\n" in before.text or "\n" in block.text:
        return False
    return block.text[0].islower() and not ends_sentence(before.text) and not before.text.endswith(",")


def _one(run: Sequence[Block]) -> str:
    initial = len(run) > 1 and len(run[0].text) == 1 and run[0].text not in "AI"
    return ("" if initial else " ").join([run[0].text, " ".join(block.text for block in run[1:])]).rstrip()


def _with_lists(blocks: Sequence[Block]) -> list[Block]:
    """Make one paragraph, line by line, of the items of a list, and of many short lines that are no sentences."""
    found: list[Block] = []
    for fewest, run in groupby(blocks, key=_fewest_lines):
        lines = list(run)
        found += [Block("\n".join(block.text for block in lines))] if 0 < fewest <= len(lines) else lines
    return found


def _fewest_lines(block: Block) -> int:
    """Return how many blocks like this are a list; 0 for one that is no line of a list."""
    words = len(block.text.split())
    if block.heading or words > _ITEM_WORDS:
        return 0
    if is_list_item(block.text):
        return 2
    return _LIST if words <= _LIST_WORDS and not ends_sentence(block.text) else 0


def _unglued(blocks: Sequence[Block], fields: dict[str, Any]) -> tuple[list[Block], int]:
    """Put back the space between sentences that lost it.

    A page's standfirst loses it to the first paragraph where its text is copied: then it becomes the thesis.
    """
    glued = [(i, match.end()) for i, block in enumerate(blocks) for match in _GLUED.finditer(block.text)]
    found = [block._replace(text=_GLUED.sub(r"\g<0> ", block.text)) for block in blocks]
    first = next((i for i, block in enumerate(blocks) if not block.heading), None)
    if first is not None and [i for i, _ in glued] == [first] and not fields.get("thesis"):
        lead, rest = blocks[first].text[: glued[0][1]], blocks[first].text[glued[0][1] :]
        if 5 <= characters.words([lead]) <= 50 < 2 * characters.words([rest]) and len(sentences(lead)) <= 2:
            fields["thesis"] = lead
            found[first] = Block(rest)
    return found, len(glued)


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
