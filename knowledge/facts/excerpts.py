"""A fact's sentence as it is shown: verbatim, cited, with the datum marked."""

from __future__ import annotations

from knowledge.facts.fact import Fact, Sentence
from knowledge.language.text import Span
from knowledge.model import Excerpt
from knowledge.search.library import Library


def of_fact(library: Library, fact: Fact) -> Excerpt:
    """Return the sentence of a fact with the datum marked."""
    return of_sentence(library, fact.sentence, fact.within)


def of_sentence(library: Library, sentence: Sentence, *marked: Span) -> Excerpt:
    """Return a sentence with some ranges of it marked; they are in order and apart."""
    source = sentence.source
    return Excerpt(
        text=sentence.text,
        source=source.id,
        author=source.author,
        side=source.side,
        paragraph=sentence.passage.number,
        citation=library.citation(source, sentence.passage.number),
        score=0,
        start=sentence.span.start,
        highlights=marked,
    )
