"""Names of organisations, of treaties and resolutions, and of governments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.facts.lexicon import is_place, lexicon, plain
from knowledge.facts.names import CAPITAL, TAIL
from knowledge.language.terms import stopwords
from knowledge.language.text import Span

_TITLE = re.compile(
    rf"{CAPITAL}(?:[- ](?:of|of the|for|for the|and|on|to the|the)(?= [A-Z])|[- ]{CAPITAL}|-[a-z]+)*"
    r"(?: (?:No\. )?\d[\d/()]*)?"
)
"""Capitalised words in a row, with the small words that stand inside names of organisations and treaties."""
_NUMBERED = re.compile(r"\b(?:UNSCR|Resolution|Resolutions|Executive Order|Public Law)\s+\d[\d/()]*")
_DEMONYM = re.compile(r"(?:ese|[ei]an|ish|can|ench|utch|-led)$")


def bodies(text: str) -> Iterator[Span]:
    """Yield the names of organisations: ``Korean Central News Agency``, ``UN Security Council``."""
    words = lexicon()
    for match in _TITLE.finditer(text):
        for span in _parts(text, match):
            name = text[span.start : span.end]
            tokens = [plain(token) for token in name.split()]
            while tokens and tokens[0] in stopwords() - {"us", "un", "people"}:
                span = Span(span.start + len(name.split()[0]) + 1, span.end)
                name, tokens = text[span.start : span.end], tokens[1:]
            if " ".join(tokens) in words.bodies_alone or (
                len(tokens) > 1 and (tokens[-1] in words.bodies or (tokens[0] in words.bodies and "of" in tokens))
            ):
                yield span


def agreements(text: str) -> Iterator[Span]:
    """Yield the names of treaties, resolutions and laws: ``UN Security Council Resolution 2321``."""
    words = lexicon()
    seen: list[Span] = []
    for match in _TITLE.finditer(text):
        tokens = match[0].split()
        start = match.start()
        while tokens and plain(tokens[0]) in stopwords() - {"us", "un"}:
            start += len(tokens.pop(0)) + 1
        heads = [i for i, token in enumerate(tokens) if plain(token) in words.agreements]
        if len(tokens) > 1 and heads:
            last = heads[-1] + (1 if heads[-1] + 1 < len(tokens) and tokens[heads[-1] + 1][0].isdigit() else 0)
            inside = len(" ".join(tokens[: last + 1]))
            if heads[-1] == 0 and len(tokens) > 2 and tokens[1] == "of":
                inside = len(" ".join(tokens))
                last = len(tokens)
            if last > 0:
                yield Span(start, start + len(TAIL.sub("", text[start : start + inside])))
                seen.append(Span(start, start + inside))
    for match in _NUMBERED.finditer(text):
        if not any(span.start <= match.start() < span.end for span in seen):
            yield Span(match.start(), match.end())


def _parts(text: str, match: re.Match[str]) -> Iterator[Span]:
    """Yield a run, cut behind possessives: "China’s Foreign Ministry" is the Foreign Ministry."""
    start = match.start()
    for piece in re.finditer(r"[’']s? (?=[A-Z])", match[0]):
        if plain(match[0][: piece.start()].split()[-1]) not in {"people", "women", "workers"}:
            yield Span(start, match.start() + piece.start())
            start = match.start() + piece.end()
    end = match.end()
    yield Span(start, start + len(TAIL.sub("", text[start:end])))


def actors(text: str) -> Iterator[Span]:
    """Yield countries, capitals and governments: who acts where it is no person."""
    for match in re.finditer(rf"{CAPITAL}(?: {CAPITAL})*", text):
        words = match[0].split()
        start = match.start()
        while words and plain(words[0]) in stopwords() and plain(words[0]) != "us":
            start += len(words.pop(0)) + 1
        if words and (
            is_place(words[-1]) or (len(words) > 1 and plain(words[-1]) in ("states", "kingdom", "nations", "union"))
        ):
            name = TAIL.sub("", " ".join(words))
            if _DEMONYM.search(name):
                continue
            yield Span(start, start + len(name))
