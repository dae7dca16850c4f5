from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from knowledge.meaning.encoder import Encoder, ModelError, find, installed

pytestmark = pytest.mark.skipif(not installed(), reason="the extra semantic is not installed")


@pytest.fixture
def packaged() -> Encoder:
    encoder = find()
    assert encoder is not None
    return encoder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    from tests.meaning.models import write_model

    return write_model(tmp_path / "model")


def _in(folder: Path, sha256: str | None = None) -> Encoder:
    encoder = find(folder, sha256)
    assert encoder is not None
    return encoder


def test_a_text_is_a_unit_vector_in_its_place(packaged: Encoder) -> None:
    texts = ["Bread was dear.", "a", "", "Was bread expensive? " * 60, "The fleet lay at anchor off the cape."]
    vectors = packaged.encode(texts)
    assert (vectors.shape, vectors.dtype) == ((5, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    alone = np.concatenate([packaged.encode([text]) for text in texts])
    assert (vectors == alone).all()  # whatever is read together


def test_what_means_the_same_is_near(packaged: Encoder) -> None:
    one, same, other = packaged.encode(
        ["squeezing the hermit kingdom will backfire", "too much pressure on North Korea could go wrong", "tulip bulbs"]
    )
    assert one @ same > one @ other + 0.2


def test_no_texts_have_no_vectors(packaged: Encoder) -> None:
    assert packaged.encode([]).shape == (0, 384)


def test_many_threads_may_ask_at_once(packaged: Encoder) -> None:
    texts = [f"The tariff of {year} was repealed." for year in range(1800, 1816)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(packaged.encode, [[text] for text in texts]))
    assert (np.concatenate(found) == packaged.encode(texts)).all()


@pytest.mark.parametrize("where", ["model.onnx", "onnx/model.onnx", "quantized.onnx"])
def test_any_folder_with_a_model_and_a_tokenizer_does(tmp_path: Path, where: str) -> None:
    from tests.meaning.models import write_model

    encoder = _in(write_model(tmp_path, where=where))
    tariff, both, unknown = encoder.encode(["tariff duty", "bread tariff", "zebra"])
    assert tariff == pytest.approx([1, 0, 0, 0])
    assert both == pytest.approx(np.array([3, 1, 0, 0]) / np.sqrt(10))  # the mean of the words, made a unit
    assert unknown == pytest.approx([0, 0, 0, 1])


def test_the_first_token_stands_for_the_text_where_the_folder_says_so(folder: Path) -> None:
    before = _in(folder).encode(["bread tariff"])[0]
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    assert before != pytest.approx([0, 1, 0, 0])
    assert _in(folder).encode(["bread tariff"])[0] == pytest.approx([0, 1, 0, 0])


def test_a_model_may_give_the_vector_of_a_text_itself(tmp_path: Path) -> None:
    from tests.meaning.models import write_model

    vector = _in(write_model(tmp_path, pooled=True)).encode(["tariff duty loaf"])[0]
    assert vector == pytest.approx(np.array([3, 2, 0, 0]) / np.sqrt(13))


def test_another_model_or_tokenizer_is_another_identity(folder: Path, packaged: Encoder) -> None:
    one = _in(folder).identity
    assert one == _in(folder).identity != packaged.identity
    tokenizer = folder / "tokenizer.json"
    tokenizer.write_text(tokenizer.read_text().replace("tulip", "lily"))
    assert _in(folder).identity != one


def test_another_way_of_running_a_model_is_another_identity(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from knowledge.meaning import encoder

    one = _in(folder).identity
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    two = _in(folder).identity
    monkeypatch.setattr(encoder, "_WAY", "another")
    assert len({one, two, _in(folder).identity}) == 3


def test_vectors_are_the_same_where_there_is_no_room_for_a_file(
    packaged: Encoder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    text = ["Was bread expensive?"]
    other = find()
    assert other is not None
    there = other.encode(text)
    monkeypatch.undo()
    assert (there == packaged.encode(text)).all()


def test_vectors_are_the_same_where_products_may_overflow(packaged: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    from knowledge.meaning import encoder

    monkeypatch.setattr(encoder, "_may_overflow", lambda: True)
    other = find()
    assert other is not None
    text = ["Was bread expensive?"]
    assert other.encode(text) == pytest.approx(packaged.encode(text), abs=1e-5)


def test_a_pinned_model_is_the_one_that_is_used(folder: Path) -> None:
    digest = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    assert _in(folder, digest.upper() + " ").encode(["bread"]).shape == (1, 4)
    with pytest.raises(ModelError, match=rf"model\.onnx is not the model that it should be: its sha256 is {digest}\.$"):
        _in(folder, "0" * 64).encode(["bread"])


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_what_a_folder_lacks_is_said(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(ModelError, match=r"^The folder '.*' needs a model\.onnx and a tokenizer\.json\.$"):
        find(folder)


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json"])
def test_a_file_that_is_no_model_is_one_sentence(folder: Path, broken: str) -> None:
    (folder / broken).write_bytes(b"\x00nothing of the kind")
    with pytest.raises(ModelError, match=r"^[^\n]+cannot be used: [^\n]+$"):
        _in(folder).encode(["bread"])
