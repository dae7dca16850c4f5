"""Reads files in a child process, so that a hostile one harms nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from knowledge.intake.draft import Draft
from knowledge.intake.errors import IntakeError
from knowledge.intake.reading import Upload, draft


async def read(uploads: Sequence[Upload]) -> list[Draft | IntakeError]:
    """Return for each file, in their order, what can be found in it, or why nothing can."""
    return [await asyncio.to_thread(_tried, upload) for upload in uploads]


def _tried(upload: Upload) -> Draft | IntakeError:
    try:
        return draft(upload)
    except IntakeError as error:
        return error
