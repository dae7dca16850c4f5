"""Makes a model whose weights are kept in eight bits run in eight bits.

Such a model keeps each table of weights as ``Mul(Cast(numbers), scale)``: when it is loaded, onnxruntime stretches all
of them to float32, and multiplies in float32. Two rewritings undo that; a model without such tables stays as it is.

- ``MatMul(x, Mul(Cast(numbers), scale))``, where each column has its scale, becomes one ``DynamicQuantizeMatMul``, an
  operator that onnxruntime has on every processor. It brings x to eight bits too, with one scale for the whole of x:
  texts that are read together would change each other's vectors.
- ``Gather(Mul(Cast(numbers), scale), ids)``, where each row has its scale, becomes ``Mul(Cast(Gather(numbers, ids)),
  Gather(scale, ids))``: of the table of words a question needs ten rows.

They are worth these lines: the packaged model takes 52 MB in place of 120, and reads twice as many words a second
(``python -m tests.bench.meaning --only model``); with the first alone it takes 89 MB, with the second alone 83.

Of ONNX's format only what this needs is described here; the rest stays as it is (field numbers: onnx.proto).
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_FIELDS = {
    "Model": {"graph": (7, "Graph"), "opset_import": (8, "*Opset")},
    "Opset": {"domain": (1, ""), "version": (2, "int")},
    "Graph": {"node": (1, "*Node"), "initializer": (5, "*Tensor"), "output": (12, "*Value")},
    "Node": {"input": (1, "*"), "output": (2, "*"), "name": (3, ""), "op_type": (4, ""), "domain": (7, "")},
    "Tensor": {"dims": (1, "*int"), "data_type": (2, "int"), "name": (8, "")},
    "Value": {"name": (1, "")},
}
_FLOAT, _INT8 = 1, 3
"""Of ONNX's data types."""
_DOMAIN = "com.microsoft"
"""Of the operators that are onnxruntime's own."""


class _Table(NamedTuple):
    """Weights in eight bits, and the nodes that stretch them; ``shape`` is that of the numbers, ``scales`` theirs."""

    multiply: Any
    cast: Any
    shape: list[int]
    scales: list[int]


def in_int8(model: bytes) -> bytes:
    """Return an ONNX model that computes in eight bits where its weights are; itself, where none are.

    Raises DecodeError.
    """
    parsed: Any = _message("Model")()
    parsed.ParseFromString(model)
    graph = parsed.graph
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    makers = {name: node for node in graph.node for name in node.output}
    nodes: list[Any] = []
    replaced: list[_Table] = []
    for node in graph.node:
        weights = {"Gather": 0, "MatMul": 1}.get(node.op_type)
        table = None if weights is None else _table(node.input[weights], makers, tensors)
        if table is not None and node.op_type == "Gather" and table.scales == [table.shape[0], 1]:
            nodes += _looked_up_first(node, table)
        elif table is not None and node.op_type == "MatMul" and table.scales == [1, table.shape[1]]:
            nodes.append(_multiplied(node, table))
        else:
            nodes.append(node)
            continue
        replaced.append(table)
    if not replaced:
        return model
    for stretched in ([table.multiply for table in replaced], [table.cast for table in replaced]):
        used = {name for node in nodes for name in node.input} | {value.name for value in graph.output}
        unused = {name for node in stretched for name in node.output} - used
        nodes = [node for node in nodes if unused.isdisjoint(node.output)]
    copies = [_copy(node) for node in nodes]
    del graph.node[:]
    graph.node.extend(copies)
    if all(opset.domain != _DOMAIN for opset in parsed.opset_import):
        parsed.opset_import.add(domain=_DOMAIN, version=1)
    return parsed.SerializeToString()


def _table(name: str, makers: dict[str, Any], tensors: dict[str, Any]) -> _Table | None:
    """Return the weights in eight bits that a name stands for, None where it does not."""
    multiply = makers.get(name)
    if multiply is None or multiply.op_type != "Mul":
        return None
    cast, scale = makers.get(multiply.input[0]), tensors.get(multiply.input[1])
    numbers = tensors.get(cast.input[0]) if cast is not None and cast.op_type == "Cast" else None
    if numbers is None or scale is None or (numbers.data_type, scale.data_type) != (_INT8, _FLOAT):
        return None
    return _Table(multiply, cast, list(numbers.dims), list(scale.dims)) if len(numbers.dims) == 2 else None


def _multiplied(matmul: Any, table: _Table) -> Any:
    node = _copy(matmul)
    node.op_type, node.domain = "DynamicQuantizeMatMul", _DOMAIN
    node.input[:] = [matmul.input[0], table.cast.input[0], table.multiply.input[1]]
    return node


def _looked_up_first(gather: Any, table: _Table) -> list[Any]:
    rows, scales, stretched, product = _copy(gather), _copy(gather), _copy(table.cast), _copy(table.multiply)
    ids, result = gather.input[1], gather.output[0]
    for node, inputs, output in (
        (rows, (table.cast.input[0], ids), f"{result}_rows"),
        (scales, (table.multiply.input[1], ids), f"{result}_scales"),
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
    return message_factory.GetMessageClass(_pool().FindMessageTypeByName(f"int8.{name}"))


@cache
def _pool() -> Any:
    kind: Any = descriptor_pb2.FieldDescriptorProto
    file: Any = descriptor_pb2.FileDescriptorProto(name="int8.proto", package="int8", syntax="proto2")
    for message, fields in _FIELDS.items():
        described = file.message_type.add(name=message)
        for name, (number, written) in fields.items():
            of = written.removeprefix("*")
            described.field.add(
                name=name,
                number=number,
                label=kind.LABEL_REPEATED if written.startswith("*") else kind.LABEL_OPTIONAL,
                type=kind.TYPE_INT64 if of == "int" else kind.TYPE_MESSAGE if of else kind.TYPE_STRING,
                type_name=f".int8.{of}" if of and of != "int" else None,
            )
    pool: Any = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return pool
