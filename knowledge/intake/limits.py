"""How much one may hand in at once. A limit is the largest amount that is still taken."""

from __future__ import annotations

MEGABYTE = 1024 * 1024
FILE_BYTES = 10 * MEGABYTE
"""The size of one file."""
TOTAL_BYTES = 25 * MEGABYTE
"""The size of all files that are handed in together."""
FILES = 10
"""How many files are handed in together."""
CHARACTERS = 1_000_000
"""The characters of a text, once it is taken out of its file."""
PASSAGES = 2_000
"""The paragraphs of one source."""
PAGES = 500
"""The pages of a PDF."""
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
"""The kinds of files that are read."""
