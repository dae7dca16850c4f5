"""How much one may hand in. A limit is the largest amount that is still taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from knowledge.intake.errors import IntakeError

MEGABYTE = 1024 * 1024
FILE_BYTES = 10 * MEGABYTE
"""The size of one file."""
TOTAL_BYTES = 25 * MEGABYTE
"""The size of all files that are handed in together."""
FILES = 10
"""How many files are handed in together."""
CHARACTERS = 1_000_000
"""The characters of a text, once it is taken out of its file."""
PASSAGES, PASSAGE_CHARACTERS = 2_000, 20_000
"""The paragraphs of one source, and the characters of one of them."""
PAGES = 500
"""The pages of a PDF."""
UNPACKED_BYTES, XML_BYTES = 100 * MEGABYTE, 20 * MEGABYTE
"""The size of what is packed into a .docx file, and of the text in it with its marks."""
FRONT_MATTER_CHARACTERS, FRONT_MATTER_DEPTH = 50_000, 20
"""The front matter of a Markdown file, and how deep its lists may stand in each other."""
SECONDS, PROCESSOR_SECONDS = 30, 20
"""How long the reading of one file may take, by the clock and by the processor's time."""
MEMORY_BYTES = 1024 * MEGABYTE
"""The address space of the process that reads."""
PROCESSES = 2
"""How many such processes may run at the same time."""
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
"""The kinds of files that are read."""


def check_file(name: str, size: int) -> None:
    """Raise IntakeError for a file that is refused whatever is in it, so that it need not be fetched first."""
    if PurePath(name).suffix.lower() not in SUFFIXES:
        raise IntakeError(_OTHER_KINDS.get(PurePath(name).suffix.lower(), _OTHER_KIND))
    check_size(size)


def check_size(size: int) -> None:
    """Raise IntakeError for a file that is empty or too large."""
    if not size:
        raise IntakeError("The file is empty: choose another one.")
    if size > FILE_BYTES:
        raise IntakeError(f"The file is larger than {FILE_BYTES // MEGABYTE} MB: hand in a smaller one, or its text.")


def check_together(sizes: Iterable[int]) -> None:
    """Raise IntakeError for files that are too many, or too large together."""
    found = list(sizes)
    if len(found) > FILES:
        raise IntakeError(f"These are {len(found)} files: hand in at most {FILES} at a time.")
    if sum(found) > TOTAL_BYTES:
        raise IntakeError(f"The files are larger than {TOTAL_BYTES // MEGABYTE} MB together: hand in fewer at a time.")


def check_characters(count: int) -> None:
    """Raise IntakeError for a text that is too long."""
    if count > CHARACTERS:
        raise IntakeError(f"There are more than {CHARACTERS:,} characters in this: hand in one essay at a time.")


def check_passages(texts: Sequence[str]) -> None:
    """Raise IntakeError for too many paragraphs, or one that is too long to be one."""
    if any(len(text) > PASSAGE_CHARACTERS for text in texts):
        raise IntakeError(
            f"A paragraph has more than {PASSAGE_CHARACTERS:,} characters: put blank lines between the paragraphs."
        )
    if len(texts) > PASSAGES:
        raise IntakeError(f"There are more than {PASSAGES:,} paragraphs in this: hand in one essay at a time.")


SAVE_ANEW = "open it, save it as .docx or PDF, and hand that in."
_SAVE_AS = f"This is {{kind}}: {SAVE_ANEW}"
_OTHER_KIND = "This kind of file is not read: hand in a .txt, .md, .html, .pdf or .docx file, or paste the text."
_OTHER_KINDS = {
    ".doc": _SAVE_AS.format(kind="an old Word file"),
    ".odt": _SAVE_AS.format(kind="an OpenDocument file"),
    ".rtf": _SAVE_AS.format(kind="a rich text file"),
    ".pages": _SAVE_AS.format(kind="a Pages file"),
}
