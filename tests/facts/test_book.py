from __future__ import annotations

from collections.abc import Collection

import pytest

from knowledge.facts import book, defining, extraction, finding, people, quoting, timeline
from knowledge.facts.dates import Period
from knowledge.facts.fact import Fact, Sentence
from knowledge.model import FactKind
from knowledge.search.library import Library
from tests.conftest import ALDER, BIRCH, CEDAR, make_source


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of the sentences that the rules are applied to."""
    seen: list[str] = []
    apply = extraction.facts

    def facts(sentence: Sentence, wrote: Period | None, kinds: Collection[FactKind]) -> list[Fact]:
        seen.append(sentence.text)
        return apply(sentence, wrote, kinds)

    monkeypatch.setattr(extraction, "facts", facts)
    return seen


def test_a_passage_is_read_when_first_asked_for_and_once(reads: list[str]) -> None:
    library = Library([ALDER, BIRCH])
    assert reads == []
    first = list(book.of(library))
    count = len(reads)
    assert count == sum(len(list(book.sentences(library.indexed(int(slot))))) for slot in library.slots())
    assert list(book.of(library)) == first and len(reads) == count


def test_a_question_for_one_kind_reads_a_passage_for_that_kind_alone(reads: list[str]) -> None:
    library = Library(
        [make_source("a", "Ann Alder", "In May 1901 Minister John Smith paid 40 percent to the Bank of Oslo.")]
    )
    assert [fact.text for fact in book.of(library, ("figure",))] == ["40 percent"]
    assert len(book.unread(library)) == 1  # not all that may be wanted of it is known
    assert [fact.text for fact in book.of(library, ("figure",))] == ["40 percent"] and len(reads) == 1
    every = [fact.text for fact in book.of(library)]
    assert every == ["May 1901", "John Smith", "40 percent", "Bank of Oslo"] and len(reads) == 2


def test_an_added_source_is_all_that_is_read_anew(reads: list[str]) -> None:
    library = Library([ALDER, BIRCH])
    list(book.of(library))
    reads.clear()
    library.add(CEDAR)
    assert len(book.unread(library)) == len(CEDAR.passages)
    list(book.of(library))
    assert len(reads) == len(CEDAR.passages) and book.unread(library) == []


def test_a_retired_source_has_no_facts_and_no_people_left() -> None:
    extra = make_source("a", "Ann Alder", "Minister John Smith said “the tariff is a very great folly” in May 1901.")
    library = Library([ALDER, extra])
    assert people.names(library) == ["John Smith"] and quoting.speakers(library) == ["John Smith"]
    library.retire("a")
    assert people.names(library) == [] and quoting.speakers(library) == []
    assert all(fact.sentence.source.id != "a" for fact in book.of(library))
    assert finding.find(library, "tariff folly", 5, kinds=("quotation",)) == []


def test_facts_of_an_issue_are_those_of_its_sentences(essays: Library) -> None:
    issue = next(issue for issue in essays.issues if issue.id == "sanctions-enforcement")
    texts = [fact.text for fact in book.of_issue(essays, issue)]
    assert "22,730 tons" in texts and "red line" in texts and "70th anniversary" not in texts
    assert {fact.kind for fact in book.of_issue(essays, issue, ("figure",))} == {"figure"}


@pytest.mark.parametrize(
    ("words", "datum"),
    [
        ("refined oil", "22,730 tons"),
        ("22", "22,730 tons"),
        ("coal exports", "about $370 million"),
        ("sixth", "sixth nuclear test"),
        ("thaad", "THAAD"),
        ("latent enemy", "latent enemy"),
    ],
)
def test_a_fact_is_found_by_what_it_is_about_its_text_and_other_words(essays: Library, words: str, datum: str) -> None:
    assert finding.find(essays, words, 3, typing=True)[0].fact.text == datum


@pytest.mark.parametrize("words", ["pizza", "🎉", "zzzzzz zz", "the"])
def test_what_is_elsewhere_finds_nothing(essays: Library, words: str) -> None:
    assert finding.find(essays, words, 3, typing=True) == []


def test_a_fact_is_found_again_by_its_key_where_it_moved(essays: Library) -> None:
    fact = finding.find(essays, "refined oil", 1)[0].fact
    assert finding.at(essays, "mastro-2021", 10, fact.key) == finding.at(essays, "mastro-2021", 1, fact.key) == fact
    assert finding.at(essays, "mastro-2021", 10, "0" * 16) is finding.at(essays, "freeman-2017", 10, fact.key) is None


def test_trade_up_and_trade_down_are_beside_each_other(essays: Library) -> None:
    up = finding.find(essays, "18 percent", 1)[0].fact
    assert [fact.text for fact in finding.beside(essays, up, 3)] == ["81 percent"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Kim", ["Kim Il Sung", "Kim Jong Un"]),
        ("kim jong un", ["Kim Jong Un"]),
        ("trump", ["Donald Trump"]),
        ("Wang Yi", ["Wang Yi"]),
        ("Obama", []),
        ("", []),
    ],
)
def test_a_name_means_these_people(essays: Library, words: str, names: list[str]) -> None:
    assert people.named(essays, words) == names


def test_a_bare_name_is_the_person_named_in_full_before(essays: Library) -> None:
    il_sung, jong_un = (people.profile(essays, name) for name in ("Kim Il Sung", "Kim Jong Un"))
    assert [str(m.sentence.address) for m in il_sung.mentions] == ["5.5"]
    places = {(m.sentence.source.id, str(m.sentence.address)) for m in jong_un.mentions}
    assert ("freeman-2017", "5.5") not in places and {("mastro-2021", "10.1"), ("freeman-2017", "12.3")} <= places


def test_what_two_people_of_one_surname_said_is_kept_apart() -> None:
    text = (
        "Minister Ann Smith said that “bread is much too dear for us.” "
        "Ambassador Bob Smith said that “the harvest was as good as ever.”"
    )
    library = Library([make_source("a", "Cy Cedar", text)])
    assert people.named(library, "Smith") == ["Ann Smith", "Bob Smith"]
    said = {name: [fact.text for fact in people.profile(library, name).said] for name in people.names(library)}
    assert said == {
        "Ann Smith": ["bread is much too dear for us"],
        "Bob Smith": ["the harvest was as good as ever"],
    }


def test_a_timeline_is_in_order_and_within_its_bounds(essays: Library) -> None:
    events = timeline.timeline(essays)
    days = [event.period.first for event in events if event.period]
    assert days == sorted(days) and len(days) == len(events) > 30
    first, last = timeline.bound("2018"), timeline.bound("2018-05")
    assert first is not None and last is not None
    some = timeline.timeline(essays, "", first.first, last.last)
    assert [event.text for event in some] == ["2018", "March 2018", "May"]
    assert timeline.bound("2018-13") is timeline.bound("soon") is None


def test_a_definition_has_each_authors_own_words(essays: Library) -> None:
    line = defining.define(essays, "red line")
    assert line is not None and line.uses[0].explanation.startswith("a “red line” that it fears")
    both = defining.define(essays, "leverage")
    assert both is not None and {use.sentence.source.id for use in both.uses} == {"freeman-2017", "mastro-2021"}
    assert defining.define(essays, "pizza") is defining.define(essays, "") is defining.define(essays, "the") is None
