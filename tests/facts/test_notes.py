"""``*.facts.yaml`` beside the sources: what it can say, and how a mistake in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import MalformedFileError
from knowledge.facts import book
from knowledge.facts.fact import Fact
from knowledge.model import Passage, Source
from knowledge.search.library import Library
from knowledge.sources import curation
from tests.conftest import ALDER, BIRCH, write_folder

NOTES = """
source: alder-2001
written: "2001-05-06"
sentences:
  - at: "1.2"
    begins: "Bakers closed"
    facts:
      - {kind: event, text: "March 1902", about: "the bakers' strike"}
  - at: "2.1"
    begins: "A customs officer"
    facts:
      - {kind: figure, text: "340 ships", hidden: true}
      - {kind: figure, text: "340", about: "ships that one officer counted", when: "1901-12"}
      - {kind: person, text: "customs officer", about: "A customs officer"}
"""


def library(tmp_path: Path, notes: str = NOTES) -> Library:
    folder = write_folder(tmp_path / "harbour", ALDER, BIRCH)
    (folder / "alder-2001.facts.yaml").write_text(notes, encoding="utf-8")
    return Library.read(folder)


def found(library: Library) -> dict[str, Fact]:
    return {fact.text: fact for fact in book.of(library)}


def test_a_note_hides_corrects_and_adds(tmp_path: Path) -> None:
    before = {fact.text: fact for fact in book.of(Library([ALDER]))}
    facts = found(library(tmp_path))
    assert before["340 ships"].about and "340 ships" not in facts
    corrected = facts["March 1902"]
    assert corrected.about == "the bakers' strike" and corrected.noted and corrected.confirmed
    assert corrected.key == before["March 1902"].key
    added = facts["340"]
    assert added.period is not None and (added.period.first.year, added.period.resolved) == (1901, True)
    assert facts["customs officer"].about == "A customs officer" and not facts["customs officer"].noted


@pytest.mark.parametrize(
    ("wrong", "right", "line", "reason"),
    [
        ('text: "340"', 'text: "341"', 12, "'341' is not in the text of 2.1"),
        ('about: "A customs officer"', 'about: "the customs chief"', 13, "'the customs chief' is not in the text"),
        ('at: "2.1"', 'at: "2.9"', 9, "alder-2001 has no 2.9"),
        ('begins: "A customs officer"', 'begins: "The officer"', 10, "begins 'A customs o', not 'The officer'"),
        ("source: alder-2001", "source: nobody", 2, "there is no source 'nobody'"),
        ('when: "1901-12"', 'when: "winter"', 13, "is not a date like 2021"),
        ("hidden: true", "hide: true", 12, "Extra inputs are not permitted"),
        ("kind: person", "kind: planet", 14, "Input should be"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, wrong: str, right: str, line: int, reason: str) -> None:
    assert wrong in NOTES
    with pytest.raises(MalformedFileError) as error:
        library(tmp_path, NOTES.replace(wrong, right))
    assert reason in str(error.value) and "alder-2001.facts.yaml" in str(error.value)
    assert abs(error.value.line - line) <= 2


def test_a_speaker_must_be_named_in_the_source(tmp_path: Path) -> None:
    quoted = NOTES.replace('about: "the bakers\' strike"', 'by: "Caesar"')
    with pytest.raises(MalformedFileError, match="'Caesar' is not in the text"):
        library(tmp_path, quoted)


def test_the_notes_of_an_edited_passage_fall_away_and_the_others_stand(tmp_path: Path) -> None:
    read = library(tmp_path)
    passages = (Passage(number=1, text="Bakers closed in March 1902 and wept."), *ALDER.passages[1:])
    edited: Source = ALDER.model_copy(update={"passages": passages})
    kept = curation.standing(read.notes.curation, read.sources, [edited])
    facts = found(Library([edited], kept))
    assert not facts["March 1902"].noted and facts["340"].noted


def test_a_key_outlives_a_move_and_not_an_edit() -> None:
    before = {fact.text: fact.key for fact in book.of(Library([ALDER]))}
    moved = [Passage(number=n, text=p.text) for n, p in enumerate((ALDER.passages[4], *ALDER.passages[:4]), 1)]
    after = {f.text: f.key for f in book.of(Library([ALDER.model_copy(update={"passages": tuple(moved)})]))}
    assert after == before
    words = Passage(number=1, text=ALDER.passages[0].text.replace("shops", "doors"))
    edited = book.of(Library([ALDER.model_copy(update={"passages": (words, *ALDER.passages[1:])})]))
    keys = {fact.text: fact.key for fact in edited}
    assert keys["March 1902"] != before["March 1902"] and keys["340 ships"] == before["340 ships"]
