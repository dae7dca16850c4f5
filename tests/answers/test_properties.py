"""Whatever is asked of whatever library: what is shown is the author's own text, cited right, from the right side."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answers.answering import answer
from knowledge.language import text as language
from knowledge.model import Answer, Excerpt, Passage, Source
from knowledge.search.library import ESSAYS, Library

ESSAY_LIBRARY = Library.read(ESSAYS)
_WORDS = sorted(
    {word for s in ESSAY_LIBRARY.sources for p in s.passages for word in p.text.split()}
    | {"who", "when", "how many", "what", "why", "both", "vs", "Freeman", "Mastro", "38 North", "and", "chian"}
)
_QUESTIONS = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=9).map(" ".join),
    st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=6)), max_size=9).map(" ".join),
)
_TOPIC = ["harbour", "tariff", "bread", "the", "raised", "price", "Navy", "U.S.", "China’s", "340", "May 1902", "—"]
_ENDS = st.sampled_from([". ", "? ", "! ", "; ", ", ", " ", "\n", ".” ", ""])


def _check(library: Library, result: Answer) -> None:
    lead = result.excerpts[0] if result.excerpts else None
    assert len(result.excerpts) <= 5
    assert len(result.opposing) <= 3
    assert bool(result.excerpts) is (result.verdict != "nothing")
    for excerpts in (result.excerpts, result.opposing):
        scores = [excerpt.score for excerpt in excerpts]
        for i, excerpt in enumerate(excerpts):
            _check_excerpt(library, excerpt)
            assert not any(excerpt.overlaps(other) for other in excerpts[i + 1 :])
        places = [(excerpt.source, excerpt.paragraph) for excerpt in excerpts]
        assert all(places.count(place) <= 2 for place in places)
        assert all(score > 0 for score in scores)
    for excerpt in result.opposing:
        assert lead is not None
        authors = {*library.source(excerpt.source).authors} & {*library.source(lead.source).authors}
        assert not authors
        assert excerpt.side is None or lead.side is None or excerpt.side != lead.side
    for fact in result.facts:
        assert fact.text in fact.excerpt.text
        assert fact.excerpt in result.excerpts


def _check_excerpt(library: Library, excerpt: Excerpt) -> None:
    source = library.source(excerpt.source)
    passage = source.passages[excerpt.paragraph - 1].text
    assert excerpt.text == passage[excerpt.start : excerpt.start + len(excerpt.text)]
    assert excerpt.text
    assert excerpt.text == excerpt.text.strip()
    assert len(excerpt.text.split()) <= 80
    assert language.count_words(excerpt.text) <= 80
    assert (excerpt.author, excerpt.side) == (source.author, source.side)
    assert excerpt.citation.endswith(f", ¶{excerpt.paragraph}")
    assert excerpt.citation.startswith(source.names[0])
    assert (source.year or "n.d.") in excerpt.citation
    end = 0
    for start, stop in excerpt.highlights:
        assert end <= start < stop <= len(excerpt.text)
        end = stop


@settings(derandomize=True, max_examples=250, deadline=None)
@given(_QUESTIONS, st.one_of(st.none(), _QUESTIONS))
def test_any_question_to_the_essays(question: str, previous: str | None) -> None:
    _check(ESSAY_LIBRARY, answer(ESSAY_LIBRARY, question, previous))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(_QUESTIONS, st.sampled_from([frozenset({"freeman-2017"}), frozenset({"mastro-2021"})]))
def test_a_restricted_lead_is_of_the_sources_it_is_restricted_to(question: str, within: frozenset[str]) -> None:
    result = answer(ESSAY_LIBRARY, question, within=within)
    _check(ESSAY_LIBRARY, result)
    assert {excerpt.source for excerpt in result.excerpts} <= within


@st.composite
def _passages(draw: st.DrawFn) -> str:
    pieces = draw(
        st.lists(st.tuples(st.one_of(st.sampled_from(_TOPIC), st.text(max_size=5)), _ENDS), min_size=1, max_size=40)
    )
    text = "".join(word + end for word, end in pieces).strip()
    return (text + " ") * draw(st.sampled_from([1, 1, 1, 9])) if text else "."


@st.composite
def _libraries(draw: st.DrawFn) -> Library:
    sources: list[Source] = []
    for number in range(draw(st.integers(0, 4))):
        texts = draw(st.lists(_passages(), min_size=1, max_size=4))
        sources.append(
            Source(
                id=f"s-{number}",
                title=draw(st.sampled_from(["Bread", "On Tariffs: A Study", "Navy"])),
                authors=tuple(
                    draw(st.lists(st.sampled_from(["Ann Alder", "Bob Birch", "Cy Cedar"]), min_size=1, max_size=2))
                ),
                published=draw(st.sampled_from([None, "2001", "1902-05"])),
                side=draw(st.sampled_from([None, "Traders", "Crown"])),
                passages=tuple(Passage(number=n, text=text.strip()) for n, text in enumerate(texts, 1)),
            )
        )
    return Library(sources)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(
    _libraries(),
    st.lists(
        st.one_of(st.sampled_from([*_TOPIC, "both", "Alder", "when", "how many"]), st.text(max_size=6)), max_size=7
    ),
)
def test_any_question_to_any_library(library: Library, words: list[str]) -> None:
    _check(library, answer(library, " ".join(words)))
    _check(library, answer(library, "did the harbour tariff raise the price of bread?"))
