"""``python -m bot`` as a program of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.conftest import BREAD, Run

EXAMPLE = "why does China resist sanctions?"


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, encoding="utf-8", check=False)


def test_alone_it_says_on_one_screen_what_it_can_do(run: Callable[..., Run]) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert 8 <= len(out.splitlines()) <= 18
    for word in ("ask", "chat", "--json", "--batch", "--sources"):
        assert word in out


@pytest.mark.parametrize("arguments", [("sing",), ("ask", "--loud", BREAD), ("ask", BREAD, "and", "another")])
def test_an_unknown_word_is_refused(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    from bot.__main__ import main

    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    assert caught.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err


def test_as_a_program_it_answers_the_example() -> None:
    done = _python("-m", "bot", "ask", EXAMPLE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(EXAMPLE)
    assert "\x1b" not in done.stdout
    assert "The other side" in done.stdout


def test_as_a_program_its_errors_are_a_sentence_and_an_exit_code() -> None:
    done = _python("-m", "bot", "ask", "")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Ask a question")
    assert "Traceback" not in done.stderr


def test_one_answer_loads_only_what_it_needs() -> None:
    code = (
        "import json, sys\n"
        "from bot.__main__ import main\n"
        "main([])\n"
        "bare = sorted({'numpy', 'pydantic', 'rich', 'discord', 'spellchecker'} & set(sys.modules))\n"
        f"main(['ask', '--json', {EXAMPLE!r}])\n"
        "unneeded = {'rich', 'discord', 'spellchecker', 'sqlalchemy', 'lxml', 'knowledge.intake'}\n"
        "full = sorted(unneeded & set(sys.modules))\n"
        "print(json.dumps([bare, full]))\n"
    )
    done = _python("-c", code)
    assert json.loads(done.stdout.splitlines()[-1]) == [[], []]
