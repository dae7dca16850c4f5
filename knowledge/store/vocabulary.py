"""The server's own vocabulary: which groups of names may be kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.language import text as language
from knowledge.language.terms import shipped_analyzer, stopwords
from knowledge.store.errors import TooManyError, UnstorableError

_LONGEST_KEY = 80
MOST_GROUPS, MOST_NAMES, LONGEST_NAME = 100, 20, 60


def key(name: str) -> str:
    """Return what is the same for two spellings of a name in small and capital letters."""
    return " ".join(name.casefold().split())[:_LONGEST_KEY]


def group(names: Iterable[str]) -> list[str]:
    """Return names without superfluous space and without those that read the same as an earlier one."""
    kept: dict[tuple[str, ...], str] = {}
    for name in names:
        tidy = " ".join(name.split())
        kept.setdefault(shipped_analyzer().name_key(tidy) or (tidy,), tidy)
    return list(kept.values())


def check(names: Sequence[str]) -> None:
    """Raise UnstorableError or TooManyError for what is no group of names."""
    if len(names) > MOST_NAMES:
        raise TooManyError(f"A group has at most {MOST_NAMES} names, and this one has {len(names)}.")
    for name in names:
        _check_name(name)
    if len(names) < 2:
        raise UnstorableError("A group needs two names or more that are not read as the same already.")
    things: dict[str, str] = {}
    for name in names:
        thing = shipped_analyzer().thing_of(name)
        if thing is not None:
            things.setdefault(thing, name)
    if len(things) > 1:
        one, two, *_ = things.values()
        raise UnstorableError(f"{one!r} and {two!r} are known as names of two different things.")


def check_beside(names: Sequence[str], others: Sequence[Sequence[str]]) -> None:
    """Raise UnstorableError or TooManyError for a group that cannot stand beside the others of a server."""
    if len(others) >= MOST_GROUPS:
        raise TooManyError(
            f"This server has {MOST_GROUPS} groups of names already, which is the most: remove one first."
        )
    taken = {shipped_analyzer().name_key(name): group[0] for group in others for name in group}
    for name in names:
        other = taken.get(shipped_analyzer().name_key(name))
        if other is not None:
            raise UnstorableError(f"The name {name!r} is already in the group of {other!r}.")


def _check_name(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise UnstorableError(f"A name has at most {LONGEST_NAME} characters, and {name[:20]!r}… has {len(name)}.")
    if not name.isprintable():
        raise UnstorableError(f"The name {name!r} has characters that cannot be shown.")
    if all(word.folded.replace("'", "") in stopwords() for word in language.words(name)):
        raise UnstorableError(f"The name {name!r} has no word that means something by itself.")
