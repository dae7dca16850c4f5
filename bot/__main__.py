"""Counterpoint: the authors' own words on a question, and what the other side says.

  python -m bot ask "QUESTION"      answer one question from the two shipped essays
  python -m bot ask --json ...      the same as one JSON object
  python -m bot ask --json --batch FILE   answer JSON lines {"id", "question"}; - is standard input
  python -m bot chat                ask in a loop, with follow-ups
  python -m bot run                 answer in Discord; needs DISCORD_TOKEN and says how to get one
  python -m bot sync [--guild ID]   register the commands with Discord and print what changed
  python -m bot preview             try the Discord commands on a local page, without a token
  python -m bot import PATH... --guild ID [--dry-run]   add source files or folders to a server's library
  python -m bot export --guild ID FOLDER   write a server's own sources as files
  python -m bot purge [--dry-run]   delete what is kept of servers left 30 days ago, which run does daily
  python -m bot migrate             bring the database up to date, which run does too
  python -m bot check               say what is set up and whether it works
  --sources FOLDER                  answer from the Markdown sources of a folder instead

Every excerpt is verbatim and cited to its paragraph. Nothing is made up.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from pathlib import Path

from bot import cli

_FIELDS = ("title", "author", "outlet", "published", "url", "side", "thesis")
"""What may be said of a file that does not say it itself."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer a question")
    ask.add_argument("question", nargs="?", default="", help="the question, in quotation marks")
    ask.add_argument("--json", action="store_true", help="print one JSON object an answer")
    ask.add_argument("--batch", metavar="FILE", help="answer a file of JSON lines; - is standard input")
    chat = commands.add_parser("chat", help="ask in a loop")
    commands.add_parser("run", help="answer in Discord")
    sync = commands.add_parser("sync", help="register the commands with Discord")
    sync.add_argument("--guild", type=int, metavar="ID", help="for one server only, at once: while developing")
    commands.add_parser("preview", help="try the Discord commands on a local page")
    import_ = commands.add_parser("import", help="add sources to a server's library")
    import_.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a .md, .txt, .html, .pdf or .docx file, or a folder of them",
    )
    for field in _FIELDS:
        import_.add_argument(f"--{field}", help=f"the {field} of a single file, where it does not name it")
    export = commands.add_parser("export", help="write a server's own sources as files")
    export.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder, or an empty one")
    for command in (import_, export):
        command.add_argument("--guild", type=int, metavar="ID", required=True, help="the server's id")
    purge = commands.add_parser("purge", help="delete what is kept of servers that the bot left 30 days ago or more")
    for command in (import_, purge):
        command.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    commands.add_parser("migrate", help="bring the database up to date")
    commands.add_parser("check", help="say what is set up and whether it works")
    for command in (ask, chat):
        command.add_argument("--sources", type=Path, metavar="FOLDER", help="a folder of Markdown sources")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code: 0 done, 1 some lines of a batch could not be read, 2 bad input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    parsed = _parser().parse_args(arguments)
    if parsed.command == "ask":
        return cli.ask(parsed.question, sources=parsed.sources, as_json=parsed.json, batch=parsed.batch)
    if parsed.command == "chat":
        return cli.chat(sources=parsed.sources)
    if parsed.command in ("run", "sync", "preview"):
        return _discord(parsed.command, getattr(parsed, "guild", None))
    if parsed.command in ("import", "export", "purge", "migrate"):
        return _keeping(parsed)
    if parsed.command == "check":
        from bot.checking import check

        return check()
    print((__doc__ or "").strip())
    return 0


def _keeping(parsed: argparse.Namespace) -> int:
    """Run a command that needs the database."""
    from bot import keeping

    if parsed.command == "import":
        given = {field: value for field in _FIELDS if (value := getattr(parsed, field))}
        return keeping.import_(parsed.paths, parsed.guild, given, dry_run=parsed.dry_run)
    if parsed.command == "purge":
        return keeping.purge(dry_run=parsed.dry_run)
    return keeping.export(parsed.folder, parsed.guild) if parsed.command == "export" else keeping.migrate()


def _discord(command: str, guild_id: int | None) -> int:
    """Run a command that needs Discord's library, which the others do not wait for."""
    if command == "preview":
        from bot.preview import preview

        return preview()
    from bot import hosting

    return hosting.run() if command == "run" else hosting.register(guild_id)


def _entry() -> int:
    try:
        return main()
    except BrokenPipeError:  # whoever reads our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(_entry())
