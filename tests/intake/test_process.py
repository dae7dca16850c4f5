"""What strangers hand in is read in a process of its own: it is stopped in time, and nothing else comes to harm."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.intake import limits
from knowledge.intake.draft import Draft
from knowledge.intake.errors import IntakeError
from knowledge.intake.process import read
from knowledge.intake.reading import Upload
from tests.intake.files import BREAD, LEDGERS, LESSON, TEXT, paper, texts, word_xml
from tests.intake.hostile import FILES, SLOW

GOOD = Upload("good.txt", "\n\n".join(TEXT).encode())


async def one(name: str, data: bytes | str) -> Draft | IntakeError:
    [found] = await read([Upload(name, data if isinstance(data, bytes) else data.encode())])
    return found


async def test_files_of_all_kinds_are_read_in_their_order() -> None:
    source = "---\nid: mine-1\ntitle: T\nauthor: A\nmood: [calm, 1, 2.5, true, null, {a: b}]\n---\n\nText.\n"
    found = await read(
        [
            GOOD,
            Upload("a.html", f"<article><p>{BREAD}</p><p>{LEDGERS}</p><p>{LESSON}</p></article>".encode()),
            Upload("a.pdf", paper(lambda made: [made.paragraph(text) for text in TEXT])),
            Upload("a.docx", word_xml("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in TEXT))),
            Upload("a.rtf", b"x"),
            Upload("a.md", source.encode()),
        ]
    )
    kinds = [texts(draft) == list(TEXT) if isinstance(draft, Draft) else str(draft)[:25] for draft in found]
    assert kinds == [True, True, True, True, "This is a rich text file:", False]
    assert isinstance(found[5], Draft)
    assert found[5].source().extra == (("mood", ["calm", 1, 2.5, True, None, {"a": "b"}]),)


@pytest.mark.parametrize("name", FILES)
async def test_a_hostile_file_is_refused_and_the_next_one_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEMORY_BYTES", 256 * limits.MEGABYTE)
    suffix, make = FILES[name]
    refused, read_on = await read([Upload(f"a{suffix}", make()), GOOD])
    assert isinstance(refused, IntakeError)
    assert str(refused).count("\n") == 0
    assert str(refused).endswith(".")
    assert isinstance(read_on, Draft)
    assert texts(read_on) == list(TEXT)


async def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, least in (("SECONDS", 0.5), ("PROCESSOR_SECONDS", 0)):
        with monkeypatch.context() as patched:
            patched.setattr(limits, name, least)
            found = await one("a.html", SLOW)
        assert str(found) == "Reading the file takes too long: hand in a shorter one, or paste the text."


async def test_what_takes_too_much_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEMORY_BYTES", 120 * limits.MEGABYTE)
    found = (await read([Upload("a.html", SLOW)]))[0]
    assert str(found).startswith("The file is damaged, or takes too much memory to read: ")
    monkeypatch.undo()
    assert isinstance((await read([GOOD]))[0], Draft)


async def test_the_bot_goes_on_meanwhile_and_two_people_can_hand_in_at_once() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.005)
            ticks += 1

    ticking = asyncio.create_task(tick())
    found = await asyncio.gather(
        *(one("a.html", f"<article><p>{BREAD} {n}</p><p>{LEDGERS}</p></article>") for n in range(5))
    )
    ticking.cancel()
    assert all(isinstance(draft, Draft) and texts(draft)[0].endswith(str(n)) for n, draft in enumerate(found))
    assert ticks > 20


async def test_who_gives_up_waiting_leaves_no_process_behind() -> None:
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    if not children.exists():
        pytest.skip("this system does not list a process's children")
    before = children.read_text()
    task = asyncio.create_task(one("a.html", SLOW))
    while children.read_text() == before:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert children.read_text() == before


@pytest.mark.parametrize(("size", "fits"), [(limits.FILE_BYTES, True), (limits.FILE_BYTES + 1, False), (0, False)])
def test_the_size_of_a_file_is_checked_before_it_is_read(size: int, fits: bool) -> None:
    if fits:
        limits.check_file("a.PDF", size)
        return
    with pytest.raises(IntakeError, match=r"larger than 10 MB: hand in a smaller one|empty: choose another"):
        limits.check_file("a.PDF", size)


async def test_files_are_refused_together_where_they_are_too_many_or_too_large() -> None:
    with pytest.raises(IntakeError, match=r"These are 11 files: hand in at most 10 at a time\."):
        await read([GOOD] * (limits.FILES + 1))
    third = limits.TOTAL_BYTES // 3
    limits.check_together([third, third, limits.TOTAL_BYTES - 2 * third])
    with pytest.raises(IntakeError, match="larger than 25 MB together"):
        limits.check_together([third, third, limits.TOTAL_BYTES - 2 * third + 1])
    assert len(await read([GOOD] * limits.FILES)) == limits.FILES


@pytest.mark.parametrize("paragraphs", [limits.PASSAGES - 1, limits.PASSAGES, limits.PASSAGES + 1])
async def test_the_number_of_paragraphs_is_limited(paragraphs: int) -> None:
    found = await one("a.txt", "\n\n".join(f"This is paragraph {number}." for number in range(paragraphs)))
    if paragraphs <= limits.PASSAGES:
        assert isinstance(found, Draft)
        assert len(found.passages) == paragraphs
    else:
        assert str(found) == "There are more than 2,000 paragraphs in this: hand in one essay at a time."


@pytest.mark.parametrize("attempt", ["connect", "write", "start"])
def test_the_process_can_reach_nothing(attempt: str, tmp_path: Path) -> None:
    """Even code that a file brought in could neither call home nor write, nor start another program."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        tries = {
            "connect": f"__import__('socket').create_connection({server.getsockname()!r})",
            "write": f"open({str(tmp_path / 'out')!r}, 'w').write('x' * 99999)",
            "start": f"__import__('os').system('touch {tmp_path / 'out'}')",
        }
        code = (
            f"import sys\nsys.argv[1:] = ['{limits.MEMORY_BYTES}']\nfrom knowledge.intake import child\n"
            f"child.draft = lambda _: {tries[attempt]}\nchild.main()"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], input=b'["a.txt", 1, 9]\nx', capture_output=True, check=False
        )
        assert "fault" in json.loads(done.stdout), done
        with pytest.raises(TimeoutError):
            server.accept()
    assert not (tmp_path / "out").exists() or (tmp_path / "out").stat().st_size == 0


def test_no_reader_is_loaded_before_there_is_a_file_for_it() -> None:
    code = (
        "import sys\nfrom knowledge.intake import process, reading\n"
        f"reading.from_text({BREAD!r})\n"
        "print({'trafilatura', 'lxml', 'pypdfium2', 'mammoth', 'markdown_it', 'charset_normalizer'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert done.stdout == "set()\n", done.stderr
