"""YAML with line numbers, so that a mistake in a hand-written file can be pointed at."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.errors import MalformedFileError

_Safe: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):
    """Plain values only, and a date stays the text that was written."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in _Safe.yaml_implicit_resolvers.items()
}
_Checked = TypeVar("_Checked", bound=BaseModel)


def parse(text: str, path: Path, first_line: int = 1) -> object:
    """Parse one YAML document; raises MalformedFileError with the line, counted from ``first_line``."""
    try:
        return yaml.load(text, Loader=_Loader)  # a safe loader: plain values only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise MalformedFileError(path, first_line + line, str(error.problem or error)) from None
    except (yaml.YAMLError, ValueError) as error:
        raise MalformedFileError(path, first_line, str(error).splitlines()[0]) from None


def decoded(path: Path) -> str:
    """Return the text of a file with line feeds only; raises MalformedFileError where it is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise MalformedFileError(path, line, "this is not UTF-8 text") from None


def mapping(text: str, path: Path, first_line: int = 1) -> dict[str, Any]:
    """Parse a YAML document of ``key: value`` lines; raises MalformedFileError where it is anything else."""
    data = parse(text, path, first_line)
    if not isinstance(data, dict):
        raise MalformedFileError(path, first_line, "this is not a list of 'key: value' lines")
    return {str(key): value for key, value in cast("dict[object, Any]", data).items()}


def read(model: type[_Checked], path: Path) -> _Checked:
    """Read a YAML file into a pydantic model; raises MalformedFileError at the offending line."""
    text = decoded(path)
    data = parse(text, path)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the document"
        reason = f"{where}: {first['msg']}"
        raise MalformedFileError(path, line_of(text, first["loc"]), reason) from None


def line_in(path: Path, location: tuple[int | str, ...]) -> int:
    """Return the line (from 1) of a value in a file; see ``line_of``."""
    return line_of(path.read_text(encoding="utf-8"), location)


def line_of(text: str, location: tuple[int | str, ...]) -> int:
    """Return the line (from 1) of the value that a path of keys and indices leads to, as far as it exists."""
    node = yaml.compose(text, Loader=_Loader)
    line = 1
    for step in location:
        found: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    line, found = _line(key), value
                    break
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = node.value[step]
            line = _line(found)
        if found is None:
            break
        node = found
    return line


def _line(node: yaml.Node | None) -> int:
    return node.start_mark.line + 1 if node and node.start_mark else 1
