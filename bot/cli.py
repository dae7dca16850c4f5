"""The commands that work without Discord: ask and chat. Heavy imports wait until a command needs them."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from knowledge.errors import KnowledgeError
from prompts import say, starters

if TYPE_CHECKING:
    from knowledge.meaning.kept import Texts
    from knowledge.search.library import Library

DONE, SOME_FAILED, BAD_INPUT = 0, 1, 2
_MANY = 200
"""From so many passages on, reading them for their meaning takes long enough to say so."""


def ask(question: str, *, sources: Path | None, as_json: bool, batch: str | None) -> int:
    """Answer one question, or with ``batch`` a file of them; return the exit code."""
    from knowledge.answers.answering import LONGEST

    if batch is None and not question.strip():
        return _complain(say("error.empty_question", example=f'python -m bot ask "{starters()[0]}"'))
    if batch is None and len(question) > LONGEST:
        return _complain(say("error.long_question", length=len(question), most=LONGEST))
    try:
        library = _library(sources)
        if library is None:
            return BAD_INPUT
        if batch is not None:
            return _batch(library, batch)
    except KnowledgeError as error:
        return _complain(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        return _complain(say("error.no_file", path=batch, reason=error.strerror))

    from knowledge.answers.answering import answer

    result = answer(library, question)
    if as_json:
        _write_json(_wire().as_json(result))
    else:
        from rich.console import Console

        from bot import terminal

        terminal.show(result, Console(highlight=False), len(library.sources))
    return DONE


def chat(*, sources: Path | None) -> int:
    """Answer questions in a loop; return the exit code."""
    try:
        library = _library(sources)
    except KnowledgeError as error:
        return _complain(str(error))
    if library is None:
        return BAD_INPUT
    importlib.import_module("readline")  # gives the prompt its history and line editing

    from rich.console import Console

    from bot import terminal
    from knowledge.answers.answering import answer

    names = ", ".join(source.title for source in library.sources[:3])
    titles = names if len(library.sources) <= 3 else f"{names} …"
    terminal.chat(
        lambda question, previous: answer(library, question, previous),
        Console(highlight=False),
        titles,
        len(library.sources),
    )
    return DONE


def _library(folder: Path | None) -> Library | None:
    """Open the library; None where a setting cannot be read, which was then said."""
    from bot.settings import settings_or_complaint
    from knowledge.opening import open_folder
    from knowledge.search.library import ESSAYS

    settings = settings_or_complaint()
    if settings is None:
        return None
    return open_folder(folder or ESSAYS, settings.encoder(), _progress)


def _progress(texts: Iterable[Texts], count: int) -> Iterable[Texts]:
    """Show how far the reading of many texts is, to whoever waits for it."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    if count > _MANY and not console.is_terminal:
        print(say("terminal.reading", count=count), file=sys.stderr, flush=True)
    return track(texts, say("terminal.reading", count=count), total=count, console=console, transient=True)


def _wire() -> Any:
    from bot import wire

    return wire


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return BAD_INPUT


def _write_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def _batch(library: Library, path: str) -> int:
    code = DONE
    with open(os.dup(0) if path == "-" else path, "rb") as lines:  # noqa: PTH123  a descriptor or a path
        for result in _answers(library, lines):
            code = SOME_FAILED if "error" in result else code
            _write_json(result)
    return code


def _answers(library: Library, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    from bot import wire
    from knowledge.answers.answering import LONGEST, answer

    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            asked: Any = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse)
        except UnicodeDecodeError:
            yield wire.failure(None, say("error.not_utf8", line=number))
            continue
        except (ValueError, RecursionError) as error:
            yield wire.failure(None, say("error.not_json", line=number, reason=error))
            continue
        if not isinstance(asked, dict):
            yield wire.failure(None, say("error.not_json", line=number, reason="it is another JSON value"))
            continue
        line = cast("dict[str, Any]", asked)
        question, previous = line.get("question"), line.get("previous")
        if not isinstance(question, str):
            yield wire.failure(line.get("id"), say("error.no_question", line=number))
        elif len(question) > LONGEST:
            sentence = say("error.long_question", length=len(question), most=LONGEST)
            yield wire.failure(line.get("id"), sentence)
        else:
            result = answer(library, question, previous if isinstance(previous, str) else None)
            yield wire.as_json(result, line.get("id"))


def _refuse(constant: str) -> NoReturn:
    """Python reads NaN and Infinity, which JSON does not have."""
    raise ValueError(constant)
