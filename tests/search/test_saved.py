"""A saved index gives the answers of the library it was made of, reads what is new, and is never trusted blindly."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answers.answering import answer
from knowledge.language import thesaurus
from knowledge.language.terms import Analyzer
from knowledge.model import Source
from knowledge.search import saved
from knowledge.search.claims import Claimable, Claims
from knowledge.search.library import Library
from tests.conftest import ALDER, BIRCH, BREAD, CEDAR, FILLER, make_source

QUESTIONS = (BREAD, "who burned the old ledgers?", "compare Alder and Birch on bread", "what of the antimissile navvy?")
SOURCES = (ALDER, BIRCH, CEDAR, make_source("dogwood", "Di Dogwood", *FILLER, "An anti-missile missile.", FILLER[0]))


def _bytes(library: Library) -> bytes:
    return saved.dump(saved.snapshot(library.index, library.texts()))


def _check_the_same(library: Library, sources: Sequence[Source]) -> None:
    new = Library(sources)
    assert (library.spellings, library.compounds) == (new.spellings, new.compounds)
    assert (library.units.documents, library.units.length) == (new.units.documents, new.units.length)
    for question in QUESTIONS:
        assert answer(library, question) == answer(new, question)


def test_what_was_saved_is_not_read_again(texts_read: list[str]) -> None:
    data = _bytes(Library(SOURCES))
    texts_read.clear()
    library = Library(SOURCES, index=data)
    assert (texts_read, library.index.unsaved) == ([], 0)
    _check_the_same(library, SOURCES)


def test_only_what_changed_since_is_read_and_what_went_is_gone(texts_read: list[str]) -> None:
    data = _bytes(Library(SOURCES))
    edited = make_source(CEDAR.id, "Cy Cedar", CEDAR.passages[1].text, "Bread was dear.", CEDAR.passages[1].text)
    now = (BIRCH, edited, ALDER)
    texts_read.clear()
    library = Library(now, index=data)
    assert texts_read == ["Bread was dear.", CEDAR.passages[1].text]
    _check_the_same(library, now)
    again = Library(now[:2], index=_bytes(library))
    _check_the_same(again, now[:2])


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(SOURCES), st.booleans()), max_size=8), st.sets(st.sampled_from(SOURCES)))
def test_any_library_comes_back(changes: list[tuple[Source, bool]], later: set[Source]) -> None:
    library = Library(())
    for source, comes in changes:
        if comes:
            library.add(source, SOURCES.index(source))
        elif source in library.sources:
            library.retire(source.id)
    data, now = _bytes(library), library.sources
    assert saved.load(data, library.analyzer) is not None
    _check_the_same(Library(now, index=data), now)
    _check_the_same(Library([s for s in SOURCES if s in later], index=data), [s for s in SOURCES if s in later])
    assert _bytes(Library(now, index=data)) == _bytes(Library(now, index=_bytes(Library(now, index=data))))


@given(st.data())
@settings(max_examples=60)
def test_damaged_bytes_are_read_anew(data: st.DataObject) -> None:
    whole = bytearray(_bytes(Library([ALDER])))
    at = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        del whole[at:]
    else:
        whole[at] ^= data.draw(st.integers(1, 255))
    assert saved.load(bytes(whole), Analyzer(thesaurus.shipped())) is None


@pytest.mark.parametrize("data", [b"", b"x", b"PK\x03\x04" * 50, bytes(10_000)])
def test_other_bytes_are_no_index(data: bytes) -> None:
    _check_the_same(Library([ALDER], index=data), [ALDER])


def test_arrays_that_do_not_fit_together_are_refused() -> None:
    index = Library(SOURCES).index
    whole = saved.snapshot(index, [{0: "a text"}])
    analyzer = index.analyzer
    assert saved.load(saved.dump(whole), analyzer) is not None
    for name, array in whole.arrays.items():
        shorter = saved.dump(whole._replace(arrays={**whole.arrays, name: array[: len(array) // 9]}))
        assert saved.load(shorter, analyzer) is None, name
        missing = saved.dump(whole._replace(arrays={key: a for key, a in whole.arrays.items() if key != name}))
        assert saved.load(missing, analyzer) is None, name
    for words in (whole.words, whole.vocabulary):
        assert saved.load(saved.dump(whole._replace(vocabulary=words[:-1], words=words[:-1])), analyzer) is None
    assert saved.load(saved.dump(whole._replace(texts=[{len(index.ranking): "a text"}])), analyzer) is None


def test_texts_are_claimed_once_by_whole_sources_or_one_by_one() -> None:
    claimable = Claimable.of([{3: "a", 5: "b"}, {6: "a"}, {}, {8: "a", 9: "b"}])
    claims = Claims(claimable)
    assert claims.all_of(["b", "a"]) is None
    assert claims.all_of(["ab"]) is None
    assert claims.all_of(["a", "b"]) == [8, 9]
    assert claims.all_of(["a", "b"]) is None
    assert {claims.one_of("a"), claims.one_of("a")} == {3, 6}
    assert claims.all_of(["a"]) is None
    assert (claims.one_of("a"), claims.rest()) == (None, [5])
    for name, array in claimable._asdict().items():
        with pytest.raises(ValueError, match="not of these"):
            Claims(claimable._replace(**{name: array[:-1]}))


def test_another_thesaurus_or_another_way_of_reading_is_another_index(monkeypatch: pytest.MonkeyPatch) -> None:
    analyzer = Analyzer(thesaurus.shipped())
    data = _bytes(Library([ALDER]))
    assert saved.load(data, analyzer) is not None
    assert saved.load(data, Analyzer(thesaurus.shipped().extended([("bread", "loaves")]))) is None
    monkeypatch.setattr(saved, "_READERS", "others")
    assert saved.load(data, analyzer) is None


def test_saving_pays_where_much_was_read_since(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "_LEAST", 4)
    texts = [f"Ward {n} has bakers." for n in range(50)]
    for count, pays in ((3, False), (4, True), (5, True)):
        assert (Library([make_source("a", "A", *texts[:count])]).snapshot() is not None) == pays
    library = Library([make_source("a", "A", *texts)])
    assert library.snapshot() is not None
    assert library.snapshot() is None
    for count, pays in ((5, False), (6, True)):  # a tenth of 51 to 56
        library.add(make_source("b", "B", *(f"Street {n} has cobblers." for n in range(count))))
        assert (library.snapshot() is not None) == pays


def test_a_change_while_it_is_written_is_not_in_it() -> None:
    library = Library(SOURCES)
    taken = saved.snapshot(library.index, library.texts())
    library.retire(ALDER.id)
    library.add(make_source("elm", "Eli Elm", *(f"Elms of {word}" for word in ("north", "south", "east", "west"))))
    _check_the_same(Library(SOURCES, index=saved.dump(taken)), SOURCES)
