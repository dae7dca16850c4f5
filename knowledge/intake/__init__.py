"""From what a moderator hands in to a proposed source: files and pasted text become drafts that a person confirms."""
