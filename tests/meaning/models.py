"""A small model of our own, as files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

WORDS = ("[UNK]", "tariff", "duty", "bread", "loaf", "tulip")
TABLE = np.array([[0, 0, 0, 1], [3, 0, 0, 0], [2, 0, 0, 0], [0, 1, 0, 0], [0, 2, 0, 0], [0, 0, 1, 0]], dtype=np.float32)


def write_model(folder: Path, *, pooled: bool = False, where: str = "model.onnx") -> Path:
    """Write a model that looks words up in ``TABLE``; ``pooled``: its output is the mean of a text's words already."""
    path = folder / where
    path.parent.mkdir(parents=True, exist_ok=True)
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "sequence"])
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["words"])]
    shape: list[str | int] = ["batch", "sequence", 4]
    if pooled:
        nodes.append(helper.make_node("ReduceMax", ["words"], ["text"], axes=[1], keepdims=0))
        shape = ["batch", 4]
    output = helper.make_tensor_value_info("text" if pooled else "words", TensorProto.FLOAT, shape)
    graph = helper.make_graph(nodes, "table", [ids], [output], [numpy_helper.from_array(TABLE, "table")])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), str(path))  # pyright: ignore[reportUnknownMemberType]
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder
