"""What many tests share: the shipped library, a small one on harbour tariffs, the command line as a function."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from bot.__main__ import main
from bot.settings import Settings
from knowledge.meaning.encoder import Encoder
from knowledge.model import Passage, Source
from knowledge.opening import open_folder
from knowledge.search.library import ESSAYS, Library
from knowledge.search.passages import PassageIndex
from knowledge.sources import markdown

settings.register_profile("same every time", derandomize=True, deadline=None)
settings.load_profile("same every time")

FILLER = (
    "Gardeners plant tulips in autumn.",
    "The orchestra rehearsed a symphony on Thursday.",
    "Volcanoes shape islands over long ages.",
    "A painter mixes pigments with linseed oil.",
    "Chess players study famous endings.",
    "Bees carry pollen from blossom to blossom.",
)
"""Sentences on anything but the topic, so that the words of the topic are rare enough to count."""


def make_source(source_id: str, author: str, *paragraphs: str, side: str | None = None, year: str = "2001") -> Source:
    passages = tuple(Passage(number=number, text=text) for number, text in enumerate(paragraphs, 1))
    return Source(
        id=source_id, title=f"Essay {source_id}", authors=(author,), published=year, side=side, passages=passages
    )


ALDER = make_source(
    "alder-2001",
    "Ann Alder",
    "The harbour tariff raised the price of bread in every street. Bakers closed their shops in March 1902.",
    "A customs officer counted 340 ships that winter.",
    *FILLER[:3],
    side="Traders",
)
BIRCH = make_source(
    "birch-2005",
    "Bob Birch",
    "The harbour tariff kept the price of bread steady, for it paid for the granaries.",
    "Without customs revenue the navy would have starved.",
    *FILLER[3:],
    side="Crown",
    year="2005",
)
CEDAR = make_source(
    "cedar-2010",
    "Cy Cedar",
    "Neither side understood that bread followed the harvest and not the harbour tariff.",
    "Old ledgers were burned by accident.",
    side="Historians",
    year="2010",
)
BREAD = "did the harbour tariff raise the price of bread?"


def write_folder(folder: Path, *sources: Source) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources:
        (folder / f"{source.id}.md").write_bytes(markdown.render(source).encode())
    return folder


class Run(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(scope="session", autouse=True)
def no_cache_of_ones_own(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """Keep the vectors that tests make out of the cache folder of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def encoder() -> Encoder | None:
    """What the bot has for meaning here: nothing where it is not installed or turned off."""
    return Settings(_env_file=None).encoder()  # pyright: ignore[reportCallIssue]


@pytest.fixture(scope="session")
def essays(encoder: Encoder | None) -> Library:
    """The shipped essays as the bot has them here."""
    return open_folder(ESSAYS, encoder)


@pytest.fixture(scope="session")
def by_words() -> Library:
    """The shipped essays without meaning, as where it is not installed."""
    return Library.read(ESSAYS)


@pytest.fixture(scope="session")
def harbour() -> Library:
    return Library([ALDER, BIRCH, CEDAR])


@pytest.fixture
def harbour_folder(tmp_path: Path) -> str:
    return str(write_folder(tmp_path / "harbour", ALDER, BIRCH, CEDAR))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run the command line in this process, as if piped to a file 80 columns wide."""
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: str) -> Run:
        code = main(list(arguments))
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return call


@pytest.fixture
def texts_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are split and tokenised."""
    texts: list[str] = []
    own = PassageIndex._read  # pyright: ignore[reportPrivateUsage]

    def reading(index: PassageIndex, text: str) -> int:
        texts.append(text)
        return own(index, text)

    monkeypatch.setattr(PassageIndex, "_read", reading)
    return texts
