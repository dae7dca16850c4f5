"""Looks words up in a model's table of eight-bit numbers before they are stretched to float32, not after.

A model whose weights are kept as ``Mul(Cast(numbers), scale)`` is stretched as a whole when it is loaded. For the table
of words, of which a question needs ten rows, that is most of the memory: 47 MB of 12. Where each row has its own scale,
``Gather(Mul(Cast(numbers), scale), ids)`` is the same as ``Mul(Cast(Gather(numbers, ids)), Gather(scale, ids))``.

Of ONNX's format only what this needs is described here; the rest stays as it is (field numbers: onnx.proto).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_FIELDS = {
    "Model": {"graph": (7, "Graph")},
    "Graph": {"node": (1, "*Node"), "initializer": (5, "*Tensor"), "output": (12, "*Value")},
    "Node": {"input": (1, "*"), "output": (2, "*"), "name": (3, ""), "op_type": (4, "")},
    "Tensor": {"dims": (1, "*int"), "name": (8, "")},
    "Value": {"name": (1, "")},
}


def slim(model: Path, to: Path) -> None:
    """Write an ONNX model anew, with its tables of words looked up first; raises OSError, DecodeError."""
    to.write_bytes(_slimmed(model))


def _slimmed(model: Path) -> bytes:
    data = model.read_bytes()
    parsed: Any = _message("Model")()
    parsed.ParseFromString(data)
    graph = parsed.graph
    sizes = {tensor.name: list(tensor.dims) for tensor in graph.initializer}
    makers = {name: node for node in graph.node for name in node.output}
    nodes: list[Any] = []
    replaced: list[Any] = []
    for node in graph.node:
        table = _table(node, makers, sizes) if node.op_type == "Gather" else None
        if table is None:
            nodes.append(node)
        else:
            nodes += _looked_up_first(node, *table)
            replaced += table
    if not replaced:
        return data
    for node in replaced:  # each Mul before its Cast
        used = {name for other in nodes for name in other.input} | {value.name for value in graph.output}
        if node in nodes and not used & set(node.output):
            nodes.remove(node)
    copies = [_copy(node) for node in nodes]
    del graph.node[:]
    graph.node.extend(copies)
    return parsed.SerializeToString()


def _table(gather: Any, makers: dict[str, Any], sizes: dict[str, list[int]]) -> tuple[Any, Any] | None:
    """Return the Mul and the Cast that stretch the table of a Gather; None where there is no such table."""
    multiply = makers.get(gather.input[0])
    if multiply is None or multiply.op_type != "Mul":
        return None
    cast, scale = makers.get(multiply.input[0]), sizes.get(multiply.input[1])
    numbers = sizes.get(cast.input[0]) if cast is not None and cast.op_type == "Cast" else None
    return (multiply, cast) if numbers and len(numbers) == 2 and scale == [numbers[0], 1] else None


def _looked_up_first(gather: Any, multiply: Any, cast: Any) -> list[Any]:
    rows, scales, stretched, product = _copy(gather), _copy(gather), _copy(cast), _copy(multiply)
    ids, result = gather.input[1], gather.output[0]
    for node, inputs, output in (
        (rows, (cast.input[0], ids), f"{result}_rows"),
        (scales, (multiply.input[1], ids), f"{result}_scales"),
        (stretched, (f"{result}_rows",), f"{result}_stretched"),
        (product, (f"{result}_stretched", f"{result}_scales"), result),
    ):
        node.input[:], node.output[:], node.name = inputs, [output], f"{output}_node"
    return [rows, scales, stretched, product]


def _copy(node: Any) -> Any:
    copy = _message("Node")()
    copy.CopyFrom(node)
    return copy


@cache
def _message(name: str) -> Any:
    return message_factory.GetMessageClass(_pool().FindMessageTypeByName(f"slimming.{name}"))


@cache
def _pool() -> Any:
    kind: Any = descriptor_pb2.FieldDescriptorProto
    file: Any = descriptor_pb2.FileDescriptorProto(name="slimming.proto", package="slimming", syntax="proto2")
    for message, fields in _FIELDS.items():
        described = file.message_type.add(name=message)
        for name, (number, written) in fields.items():
            of = written.removeprefix("*")
            described.field.add(
                name=name,
                number=number,
                label=kind.LABEL_REPEATED if written.startswith("*") else kind.LABEL_OPTIONAL,
                type=kind.TYPE_INT64 if of == "int" else kind.TYPE_MESSAGE if of else kind.TYPE_STRING,
                type_name=f".slimming.{of}" if of and of != "int" else None,
            )
    pool: Any = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return pool
