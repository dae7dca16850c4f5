"""Who somebody is in the sources' own words, what they said, and where they appear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process, utils

from knowledge.facts import book
from knowledge.facts.fact import Fact, Sentence
from knowledge.language import text as language
from knowledge.language.text import Span
from knowledge.search.library import Library

_NEAR = 70
"""From which likeness, of 100, a name is offered for another."""


class Mention(NamedTuple):
    """A sentence that names somebody, and where."""

    sentence: Sentence
    span: Span
    """Where the name stands in the sentence."""


class Profile(NamedTuple):
    """A person of a library."""

    name: str
    roles: tuple[Fact, ...]
    """What the sources say they are; each role of each source once."""
    said: tuple[Fact, ...]
    """Their words, as quoted."""
    mentions: tuple[Mention, ...]
    """Where they are named, in the order of the sources."""


def names(library: Library) -> list[str]:
    """Return the names of all people whom the sources name in full or by title, the longest form of each."""

    def collect() -> list[str]:
        return _longest(dict.fromkeys(fact.text for fact in book.of(library, ("person",))))

    return book.book(library).once("people", library, collect)


def named(library: Library, words: str) -> list[str]:
    """Return the people whom some words may mean: all whose name has them, or one whose name is these words."""
    folded = _tokens(words)
    everyone = names(library)
    exact = [name for name in everyone if _tokens(name) == folded]
    return exact or [name for name in everyone if folded and set(folded) <= set(_tokens(name))]


def like(library: Library, words: str, most: int) -> list[str]:
    """Return the people whose names are most like some words; the first ones where there are no words."""
    everyone = names(library)
    if not words.strip():
        return everyone[:most]
    begun = [
        name
        for name in everyone
        if any(token.startswith(language.fold(words.strip())) for token in (*_tokens(name), language.fold(name)))
    ]
    found = process.extract(
        words, everyone, scorer=fuzz.WRatio, processor=utils.default_process, limit=most, score_cutoff=_NEAR
    )
    return list(dict.fromkeys([*begun, *(name for name, _, _ in found)]))[:most]


def profile(library: Library, name: str) -> Profile:
    """Return all that the sources have of a person."""
    facts = list(book.of(library, ("person", "quotation")))
    everyone = names(library)
    shared = {token for other in everyone if other != name for token in _tokens(other)}
    own = {token for token in _tokens(name) if token not in shared}
    mentions = tuple(_mentions(library, name, everyone))
    places = {mention.sentence.place for mention in mentions}
    roles: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        if fact.kind == "person" and fact.about and fact.sentence.place in places and _is(fact.text, name, everyone):
            roles.setdefault((fact.sentence.source.id, fact.about), fact)
    said = [
        fact for fact in facts if fact.kind == "quotation" and fact.by and _speaks(fact, name, own, everyone, places)
    ]
    return Profile(name, tuple(roles.values()), tuple(said), mentions)


def _speaks(fact: Fact, name: str, own: set[str], everyone: Sequence[str], places: Iterable[object]) -> bool:
    if _is(fact.by, name, everyone):
        return True
    tokens = set(_tokens(fact.by))
    return bool(tokens) and (tokens <= own or (tokens <= set(_tokens(name)) and fact.sentence.place in places))


def _is(written: str, name: str, everyone: Sequence[str]) -> bool:
    """Tell whether a name as it is written somewhere is that of a person: in full, or a part that is nobody else's."""
    tokens = set(_tokens(written))
    return written == name or [other for other in everyone if tokens <= set(_tokens(other))] == [name]


def _mentions(library: Library, name: str, everyone: Sequence[str]) -> Iterator[Mention]:
    """Yield the sentences that name a person; a part of the name that others share is the one's named in full last."""
    tokens = _tokens(name)
    rivals = [other for other in everyone if other != name and set(_tokens(other)) & set(tokens)]
    pattern = re.compile(rf"\b(?:{'|'.join(re.escape(part) for part in (name, *name.split()))})\b")
    for source in library.sources:
        last: str | None = None
        for slot in library.slots({source.id}).tolist():
            indexed = library.indexed(slot)
            if not pattern.search(indexed.passage.text):
                last = next((other for other in rivals if other in indexed.passage.text), last)
                continue
            for sentence in book.sentences(indexed):
                text = sentence.text
                full = text.find(name)
                others = [other for other in rivals if other in text]
                if full >= 0:
                    last = name
                    yield Mention(sentence, Span(full, full + len(name)))
                elif others:
                    last = others[-1]
                elif (match := _alone(pattern, text)) and (
                    not rivals or last == name or (last is None and _first(source.id, name, everyone, library))
                ):
                    yield Mention(sentence, Span(match.start(), match.end()))


def _first(source: str, name: str, everyone: Sequence[str], library: Library) -> bool:
    """Tell whether a person is the only one of a shared name whom a source names in full."""
    text = " ".join(passage.text for passage in library.source(source).passages)
    tokens = set(_tokens(name))
    return [other for other in everyone if set(_tokens(other)) & tokens and other in text] == [name]


def _alone(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return a part of a name that is no part of a longer one: "Kim", not "Kim Dae-jung" nor "Kim Il Sung"."""
    for match in pattern.finditer(text):
        after = re.match(r" [A-Z][a-z]", text[match.end() :])
        if match[0][0].isupper() and not after:
            return match
    return None


def _longest(found: Iterable[str]) -> list[str]:
    """Return names without those that are a part of just one longer name: "Trump" beside "Donald Trump"."""
    distinct = list(dict.fromkeys(found))
    tokens = {name: frozenset(_tokens(name)) for name in distinct}
    having: dict[str, set[str]] = {}
    for name, parts in tokens.items():
        for part in parts:
            having.setdefault(part, set()).add(name)

    def longer(name: str) -> int:
        others = set[str].intersection(*(having[part] for part in tokens[name])) if tokens[name] else set[str]()
        return sum(tokens[name] < tokens[other] for other in others)

    return [name for name in distinct if longer(name) != 1]


def _tokens(name: str) -> list[str]:
    return [word.folded for word in language.words(name)]
