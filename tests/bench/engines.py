"""The engines, each behind the same calls. Every one gets the same words and is asked for the best ten."""

from __future__ import annotations

import importlib
import sqlite3
from typing import Any, Protocol

from knowledge.bm25.ranking import Bm25Index, Vocabulary

TOP = 10


class Engine(Protocol):
    """A search engine under test; its module is imported when it is made, before anything is measured."""

    grows: bool
    """Whether it can add a passage to an index it has; where not, any change means building all anew."""

    def build(self, passages: list[list[str]]) -> None:
        """Index passages."""
        ...

    def query(self, words: list[str]) -> list[float]:
        """Return the scores of the best passages, best first."""
        ...

    def add(self, passage: list[str]) -> None:
        """Add one passage, so that the next query finds it."""
        ...


class Counterpoint:
    """Ours, from words to the best slots and their scores."""

    grows = True

    def __init__(self) -> None:
        self.vocabulary, self.index = Vocabulary(), Bm25Index()

    def build(self, passages: list[list[str]]) -> None:
        self.index = Bm25Index.of(map(self._ids, passages))

    def query(self, words: list[str]) -> list[float]:
        found = (self.vocabulary.get(word) for word in words)
        return self.index.top([{term: 1.0} for term in found if term is not None], TOP).scores.tolist()

    def add(self, passage: list[str]) -> None:
        self.index.add(self._ids(passage))

    def edit(self, slot: int, passage: list[str]) -> None:
        """Put a passage in the place of another."""
        self.index.edit(slot, self._ids(passage))

    def retire(self, slot: int) -> None:
        """Take a passage out."""
        self.index.remove(slot)

    def _ids(self, passage: list[str]) -> list[int]:
        return [self.vocabulary.add(word) for word in passage]


class RankBm25:
    """The package whose scores are ours."""

    grows = False

    def __init__(self) -> None:
        self.module: Any = importlib.import_module("rank_bm25")
        self.numpy: Any = importlib.import_module("numpy")
        self.index: Any = None

    def build(self, passages: list[list[str]]) -> None:
        self.index = self.module.BM25Okapi(passages)

    def query(self, words: list[str]) -> list[float]:
        scores = self.index.get_scores(words)
        return scores[self.numpy.argsort(scores)[::-1][:TOP]].tolist()

    def add(self, passage: list[str]) -> None:
        raise NotImplementedError


class Bm25s:
    """bm25s with its default scores, as it is where nothing is installed beside it."""

    grows = False
    backend = "numpy"

    def __init__(self) -> None:
        self.module: Any = importlib.import_module("bm25s")
        self.index: Any = None

    def build(self, passages: list[list[str]]) -> None:
        self.index = self.module.BM25(backend=self.backend)
        self.index.index(passages, show_progress=False)

    def query(self, words: list[str]) -> list[float]:
        return self.index.retrieve([words], k=TOP, show_progress=False).scores[0].tolist()

    def add(self, passage: list[str]) -> None:
        raise NotImplementedError


class Bm25sNumba(Bm25s):
    """bm25s compiled by Numba, its fastest back end."""

    backend = "numba"


class Tantivy:
    """tantivy with its index in memory and without positions."""

    grows = True

    def __init__(self) -> None:
        self.module: Any = importlib.import_module("tantivy")
        schema = self.module.SchemaBuilder()
        schema.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
        self.schema: Any = schema.build()
        self.index: Any = self.module.Index(self.schema)
        self.writer: Any = None
        self.searcher: Any = None

    def build(self, passages: list[list[str]]) -> None:
        writer = self.index.writer(heap_size=256_000_000, num_threads=1)
        for passage in passages:
            writer.add_document(self.module.Document(body=" ".join(passage)))
        writer.commit()
        writer.wait_merging_threads()
        self._refresh()

    def query(self, words: list[str]) -> list[float]:
        query, should = self.module.Query, self.module.Occur.Should
        terms = [(should, query.term_query(self.schema, "body", word, "freq")) for word in words]
        return [score for score, _ in self.searcher.search(query.boolean_query(terms), TOP, count=False).hits]

    def add(self, passage: list[str]) -> None:
        self.writer = self.writer or self.index.writer(heap_size=15_000_000, num_threads=1)
        self.writer.add_document(self.module.Document(body=" ".join(passage)))
        self.writer.commit()
        self._refresh()

    def _refresh(self) -> None:
        self.index.reload()
        self.searcher = self.index.searcher()


class SqliteFts5:
    """The full-text search of SQLite, in memory."""

    grows = True

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("CREATE VIRTUAL TABLE passages USING fts5(body, content='', detail='full')")

    def build(self, passages: list[list[str]]) -> None:
        rows = ((" ".join(passage),) for passage in passages)
        with self.connection:
            self.connection.executemany("INSERT INTO passages (body) VALUES (?)", rows)

    def query(self, words: list[str]) -> list[float]:
        match = " OR ".join(f'"{word}"' for word in words)
        rows = self.connection.execute(
            "SELECT rank FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?", (match, TOP)
        )
        return [-score for (score,) in rows]

    def add(self, passage: list[str]) -> None:
        self.build([passage])


ENGINES: dict[str, type[Engine]] = {
    "Counterpoint": Counterpoint,
    "rank-bm25": RankBm25,
    "bm25s": Bm25s,
    "bm25s, Numba": Bm25sNumba,
    "tantivy": Tantivy,
    "SQLite FTS5": SqliteFts5,
}
