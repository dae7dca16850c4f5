"""What a person or a button names, found in the library; or a sentence about why it is not there."""

from __future__ import annotations

from collections.abc import Sequence

from discord import app_commands

from bot.cards import facts
from bot.cards.citation import Place
from bot.errors import Refusal
from bot.keys import digest, source_of
from bot.looked import LONGEST_SPEAKER, LONGEST_WORDS, place_of
from bot.markup import cut
from knowledge.answers import comparing
from knowledge.facts import book, defining, finding, people, quoting
from knowledge.model import Issue, Source
from knowledge.search.library import Library

MOST_CHOICES = 25
LONGEST_CHOICE = 100
_NAMED = 3

Choice = app_commands.Choice[str]


def source_by_key(library: Library, key: str) -> Source:
    """Return the source that a button is about; raises Refusal where it was retired."""
    source = source_of(library, key)
    if source is None:
        raise Refusal("refusal.source_gone")
    return source


def source_by_words(library: Library, words: str) -> Source:
    """Return the source that somebody names by key, id, title or author; raises Refusal where it is none or many."""
    return _the_one(_sources_by_words(library, words), library.sources, words)


def source_among(sources: Sequence[Source], words: str) -> Source:
    """Return the one of some sources that somebody names by key, id, title or author; raises Refusal."""
    return _the_one(_exactly(sources, words) or _fitting(sources, words), sources, words)


def author_key(library: Library, words: str) -> str:
    """Return the key of the author that somebody names; raises Refusal where it is none or many."""
    authors = list(dict.fromkeys(source.author for source in library.sources))
    if any(digest(author) == words for author in authors):
        return words
    found = list(dict.fromkeys(source.author for source in _sources_by_words(library, words)))
    if len(found) == 1:
        return digest(found[0])
    named = "; ".join((found or authors)[:_NAMED])
    raise Refusal("refusal.which_author" if found else "refusal.no_author", words=cut(words, 100), authors=named)


def issue_by_words(library: Library, words: str) -> Issue:
    """Return the issue that somebody names by id, label or alias; raises Refusal where there is none."""
    if not library.issues:
        raise Refusal("refusal.no_issues")
    found = comparing.issue_named(library, words)
    if found is None:
        like = "; ".join(near.label for near in comparing.issues_like(library, words, _NAMED))
        raise Refusal("refusal.no_issue", words=cut(words, 100), labels=like)
    return found


def issue_choices(library: Library, typed: str) -> list[Choice]:
    """Return the issues that what was typed may mean, the likeliest first."""
    return [choice(issue.label, issue.id) for issue in comparing.issues_like(library, typed, MOST_CHOICES)]


def passage_number(source: Source, number: int) -> int:
    """Return a paragraph's number; raises Refusal where the source has no such paragraph."""
    if not 1 <= number <= len(source.passages):
        raise Refusal("refusal.no_paragraph", title=source.title, number=number, all=len(source.passages))
    return number


def places(library: Library, state: str) -> list[Place]:
    """Return the places that a button to cite remembers, without those that were retired since."""
    found: list[Place] = []
    for place in state.split(","):
        key, _, paragraph = place.partition(".")
        source = source_of(library, key)
        if source is not None:
            found.append(Place(source, int(paragraph) if paragraph.isdecimal() else None))
    if not found:
        raise Refusal("refusal.source_gone")
    return found


def source_choices(library: Library, typed: str) -> list[Choice]:
    """Return the sources whose title or author has what was typed."""
    return choices_among(library.sources, typed)


def choices_among(sources: Sequence[Source], typed: str) -> list[Choice]:
    """Return those of some sources whose title or author has what was typed."""
    fitting = _fitting(sources, typed)[:MOST_CHOICES]
    return [choice(f"{s.title} ({', '.join(s.names)}, {s.year or 'n.d.'})", digest(s.id)) for s in fitting]


def author_choices(library: Library, typed: str) -> list[Choice]:
    """Return the authors whose name has what was typed."""
    wanted = typed.casefold().split()
    authors = dict.fromkeys(source.author for source in library.sources)
    fitting = [author for author in authors if all(word in author.casefold() for word in wanted)]
    return [choice(author, digest(author)) for author in fitting[:MOST_CHOICES]]


def fact_choices(library: Library, typed: str) -> list[Choice]:
    """Return the facts that what was typed may lead to; fast, whatever the size of the library."""
    hits = finding.find(library, typed, MOST_CHOICES, typing=True)
    return [choice(facts.label(library, hit.fact), place_of(hit.fact)) for hit in hits]


def person_choices(library: Library, typed: str) -> list[Choice]:
    """Return the people whose name has what was typed."""
    if book.unread(library):  # reading the whole library would take longer than typing ahead may
        hits = finding.find(library, typed, MOST_CHOICES, kinds=("person",), typing=True)
        found = list(dict.fromkeys(hit.fact.text for hit in hits))
    else:
        found = people.like(library, typed, MOST_CHOICES)
    return [choice(name, digest(name)) for name in found]


def term_choices(library: Library, typed: str) -> list[Choice]:
    """Return the terms that have what was typed."""
    terms = defining.terms_like(library, typed, MOST_CHOICES, typing=True)
    return [choice(term, cut(term, LONGEST_WORDS)) for term in terms]


def speaker_choices(library: Library, typed: str) -> list[Choice]:
    """Return the people and bodies that are quoted."""
    if book.unread(library):
        hits = finding.find(library, typed, MOST_CHOICES, kinds=("quotation",), typing=True)
        found = list(dict.fromkeys(hit.fact.by for hit in hits if hit.fact.by))
    else:
        found = quoting.speakers_like(library, typed, MOST_CHOICES)
    return [choice(name, cut(name, LONGEST_SPEAKER)) for name in found]


def choice(name: str, value: str) -> Choice:
    """Return something to choose, its name cut to what Discord shows."""
    return app_commands.Choice(name=cut(name, LONGEST_CHOICE), value=value)


def _sources_by_words(library: Library, words: str) -> list[Source]:
    exact = _exactly(library.sources, words)
    if exact:
        return exact
    named = {source_id for mention in library.names.find(words) for source_id in mention.sources}
    return [source for source in library.sources if source.id in named]


def _exactly(sources: Sequence[Source], words: str) -> list[Source]:
    folded = words.strip().casefold()
    return [s for s in sources if folded in (digest(s.id), s.id, s.title.casefold(), s.author.casefold())]


def _fitting(sources: Sequence[Source], words: str) -> list[Source]:
    wanted = words.casefold().split()
    return [s for s in sources if all(word in f"{s.title} {s.author} {s.id}".casefold() for word in wanted)]


def _the_one(found: Sequence[Source], all_: Sequence[Source], words: str) -> Source:
    if len(found) == 1:
        return found[0]
    named = "; ".join(source.title for source in (found or all_)[:_NAMED])
    raise Refusal("refusal.which_source" if found else "refusal.no_source", words=cut(words, 100), titles=named)
