"""What moderators change in a live library: passages retired, sources in their order, notes and issues of passages."""

from __future__ import annotations

import pytest

from knowledge.answers.answering import answer
from knowledge.answers.comparing import compare
from knowledge.language import thesaurus
from knowledge.model import Source
from knowledge.search.library import Library
from knowledge.sources import curation
from knowledge.sources.curation import Curation, PassageIssue
from tests.conftest import ALDER, BIRCH, BREAD, CEDAR, FILLER, make_source

ODD = "why did the loaves vanish?"
"""A question in none of the words of the passage that answers it."""


def _retired(source: Source, *numbers: int) -> Source:
    passages = [p.model_copy(update={"retired": p.number in numbers}) for p in source.passages]
    return source.model_copy(update={"passages": tuple(passages)})


def _noted(library: Library, *asks: str, at: tuple[str, int] = (ALDER.id, 1)) -> Library:
    library.curate(curation.extended(library.notes.curation, {at: asks}, (), library.sentences))
    return library


def test_a_retired_passage_answers_nothing_and_the_others_keep_their_numbers() -> None:
    library = Library([_retired(ALDER, 1), BIRCH, CEDAR])
    result = answer(library, BREAD)
    assert (ALDER.id, 1) not in {(e.source, e.paragraph) for e in (*result.excerpts, *result.opposing)}
    ships = answer(library, "how many ships did the customs officer count?")
    assert ships.excerpts[0].citation == "Alder (2001), ¶2"
    assert "bakers" not in library.spellings
    assert library.sentences(ALDER.id, 1) == ()
    assert [passage.number for passage in library.source(ALDER.id).passages] == [1, 2, 3, 4, 5]
    library.add(ALDER)
    assert answer(library, BREAD) == answer(Library([ALDER, BIRCH, CEDAR]), BREAD)


def test_a_source_of_which_all_is_retired_is_no_obstacle() -> None:
    library = Library([_retired(CEDAR, 1, 2)])
    assert answer(library, BREAD).verdict == "nothing"
    assert "ledgers" not in " ".join(answer(library, BREAD).suggestions)


def test_an_edited_source_keeps_its_place_and_a_restored_one_gets_it_back() -> None:
    library = Library([ALDER, BIRCH, CEDAR])
    library.add(ALDER.model_copy(update={"title": "Bread"}))
    assert [source.id for source in library.sources] == [ALDER.id, BIRCH.id, CEDAR.id]
    library.retire(BIRCH.id)
    library.add(BIRCH, rank=1)
    assert [source.id for source in library.sources] == [ALDER.id, BIRCH.id, CEDAR.id]


def test_what_an_edit_left_alone_stays_indexed() -> None:
    library = Library([ALDER, BIRCH])
    before = list(library.slots({ALDER.id}))
    second = ALDER.passages[1].model_copy(update={"text": "Nobody counted ships."})
    edited = ALDER.model_copy(update={"title": "Bread", "passages": (ALDER.passages[0], second, *ALDER.passages[2:4])})
    library.add(edited)
    after = list(library.slots({ALDER.id}))
    assert (after[0], after[2:]) == (before[0], before[2:4])
    assert after[1] not in before
    assert {library.indexed(slot).source.title for slot in after} == {"Bread"}
    assert answer(library, BREAD) == answer(Library([edited, BIRCH]), BREAD)
    assert library.spellings == Library([edited, BIRCH]).spellings


def test_of_equally_good_passages_the_first_source_comes_first_whatever_was_edited() -> None:
    text = "The harbour tariff raised the price of bread."
    twins = [make_source(f"twin-{n}", f"Author {n}", text, *FILLER) for n in range(3)]
    library = Library(twins)
    before = answer(library, BREAD)
    library.add(make_source("twin-0", "Author 0", "Edited.", *FILLER[:2]))
    library.add(twins[0])
    assert answer(library, BREAD) == before
    assert [excerpt.source for excerpt in before.excerpts] == ["twin-0", "twin-1", "twin-2"]


@pytest.mark.parametrize("others", [(), (BIRCH, CEDAR)])
def test_a_noted_question_finds_its_passage_in_other_words(others: tuple[Source, ...]) -> None:
    library = Library([ALDER, *others])
    assert answer(library, ODD).verdict == "nothing"
    result = answer(_noted(library, ODD, "where had all the loaves gone?"), ODD)
    assert result.verdict == "answered"
    assert (result.excerpts[0].source, result.excerpts[0].paragraph) == (ALDER.id, 1)


def test_beside_noted_essays_a_note_helps_and_hides_nothing(essays: Library) -> None:
    library = Library([*essays.sources, ALDER, BIRCH, CEDAR], essays.notes.curation)
    before = {
        question: answer(library, question).excerpts[0].text for question in (BREAD, "did bread follow the harvest?")
    }
    _noted(library, ODD)
    assert answer(library, ODD).excerpts[0].source == ALDER.id
    for question, text in before.items():
        assert answer(library, question).excerpts[0].text == text, "the passage is found by its own words as before"
    question = "when did Xi and Kim first meet?"
    assert answer(library, question).excerpts[0].text == answer(essays, question).excerpts[0].text


def test_a_note_on_a_shipped_passage_adds_to_its_notes(essays: Library) -> None:
    library = Library(essays.sources, essays.notes.curation)
    question = "do the dragon's customs men look away at the bridge?"
    _noted(library, question, at=("mastro-2021", 10))
    first = answer(library, question).excerpts[0]
    assert (first.source, first.paragraph) == ("mastro-2021", 10)
    known = "does China enforce the UN sanctions?"
    assert answer(library, known).excerpts[0].text == answer(essays, known).excerpts[0].text


def test_an_issue_of_passages_is_compared_with_the_first_words_of_each() -> None:
    library = Library([ALDER, BIRCH, CEDAR])
    issue = PassageIssue("bread", "Bread", ("what of the loaves?",), {ALDER.id: (1, 2), CEDAR.id: (1,), BIRCH.id: (9,)})
    library.curate(curation.extended(Curation(), {}, [issue], library.sentences))
    (known,) = library.issues
    assert [str(address) for address in dict(known.sentences)[ALDER.id]] == ["1.1", "2.1", "1.2"]
    positions = compare(library, known)
    assert [(p.name, [e.paragraph for e in p.excerpts]) for p in positions] == [
        ("Traders", [1, 2]),
        ("Historians", [1]),
    ]


def test_an_issue_without_a_passage_is_not_shown() -> None:
    library = Library([_retired(ALDER, 1)])
    issues = [PassageIssue("bread", "Bread", (), {ALDER.id: (1,)}), PassageIssue("none", "None", (), {})]
    library.curate(curation.extended(Curation(), {}, issues, library.sentences))
    assert library.issues == ()


def test_a_shipped_issue_gets_another_label_and_further_passages(essays: Library) -> None:
    library = Library([*essays.sources, CEDAR], essays.notes.curation)
    own = PassageIssue("sanctions-enforcement", "Cheating", ("who cheats?",), {CEDAR.id: (1,), "mastro-2021": (10,)})
    library.curate(curation.extended(essays.notes.curation, {}, [own], library.sentences))
    old, new = essays.issues[0], library.issues[0]
    assert (new.id, new.label, new.aliases[-1], new.asks[-1]) == (old.id, "Cheating", old.label, "who cheats?")
    assert set(dict(new.sentences)) == {*dict(old.sentences), CEDAR.id}
    assert dict(new.sentences)["mastro-2021"][:5] == dict(old.sentences)["mastro-2021"]
    assert library.issues[1:] == essays.issues[1:]


def test_names_of_one_thing_are_one_word(essays: Library) -> None:
    groups = [("the duty of kings", "harbour tariff"), ("the hermits", "DPRK")]
    library = Library([*essays.sources, ALDER, BIRCH, CEDAR], None, thesaurus.shipped().extended(groups))
    plain = Library([*essays.sources, ALDER, BIRCH, CEDAR])
    question = "what came of the duty of kings?"
    assert {excerpt.source for excerpt in answer(library, question).excerpts} <= {ALDER.id, BIRCH.id, CEDAR.id}
    assert answer(library, question).verdict == "answered"
    assert answer(plain, question).verdict == "nothing"
    # What joins a group that ships stands for all of its names.
    assert library.analyzer.thing_of("the hermits") == library.analyzer.thing_of("North Korea") is not None
