"""The teacher: multilingual-e5-small, its weights in an int8 graph of onnxruntime."""
import json
import os

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

PREFIX = {"p": "passage: ", "q": "query: "}
LONGEST_TEXT = 510   # pieces, without begin and end
BATCH_PIECES = 2048
MICROSOFT = "com.microsoft"
# Weights have 7 bits: products of bytes are summed in 16 bits on processors
# without VNNI, and must not overflow.
LARGEST_WEIGHT = 63.0


class Tokenizer:
    """XLM-R's unigram tokenizer, word by word: no piece reaches over a space."""

    def __init__(self, weights):
        self.weights = weights
        self.number = {p: i for i, p in enumerate(weights.pieces)}
        for special in (weights.begin, weights.end, weights.pad, weights.unknown):
            self.number.pop(weights.pieces[special], None)
        self.scores = weights.scores.tolist()
        self.longest = max(map(len, self.number))
        self.unknown_score = float(weights.scores.min()) - 10
        self.cache = {}

    def __call__(self, text, limit=LONGEST_TEXT):
        numbers = []
        for word in text.translate(self.weights.folded).split(" "):
            if word:
                numbers += self.word("▁" + word)
            if len(numbers) >= limit:
                break
        return numbers[:limit]

    def cut(self, text, limit):
        """The text of the first pieces."""
        pieces = (" " if n == self.weights.unknown else self.weights.pieces[n] for n in self(text, limit))
        return "".join(pieces).replace("▁", " ").strip()

    def word(self, word):
        if word not in self.cache:
            self.cache[word] = self.viterbi(word)
        return self.cache[word]

    def viterbi(self, word):
        size = len(word)
        best, piece, start = [-1e30] * (size + 1), [0] * (size + 1), [0] * (size + 1)
        best[0] = 0.0
        for i in range(size):
            for end in range(i + 1, min(size, i + self.longest) + 1):
                number = self.number.get(word[i:end])
                if number is not None and best[i] + self.scores[number] > best[end]:
                    best[end], piece[end], start[end] = best[i] + self.scores[number], number, i
            if best[i] + self.unknown_score > best[i + 1]:
                best[i + 1], piece[i + 1], start[i + 1] = best[i] + self.unknown_score, self.weights.unknown, i
        numbers, end = [], size
        while end:
            numbers.append(piece[end])
            end = start[end]
        return numbers[::-1]


class Graph:
    """Builds the encoder: 12 layers of attention and a feed-forward net."""

    def __init__(self, weights):
        self.weights, self.nodes, self.constants = weights, [], []

    def constant(self, name, values):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind, inputs, outputs=1, domain=MICROSOFT, **attributes):
        names = [f"{kind}{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def linear(self, x, name, matrix, bias):
        scale = np.abs(matrix).max(1) / LARGEST_WEIGHT
        packed = np.rint(matrix / scale[:, None]).astype(np.int8)
        return self.node("DynamicQuantizeMatMul", [
            x, self.constant(name + ".q", packed.T), self.constant(name + ".s", scale.astype(np.float32)),
            self.constant(name + ".z", np.zeros(len(matrix), np.int8)), self.constant(name + ".b", bias)])

    def added(self, x, y, name):
        tensors = self.weights.tensors
        return self.node("SkipLayerNormalization", [
            x, y, self.constant(name + ".w", tensors[name + ".w"]), self.constant(name + ".b", tensors[name + ".b"])],
            epsilon=float(self.weights.epsilon))

    def layer(self, x, number):
        w, p, h = self.weights, f"l{number}.", self.weights.hidden
        matrices = np.concatenate([w.matrix(p + n + ".w", h) for n in "qkv"])
        biases = np.concatenate([w.tensors[p + n + ".b"] for n in "qkv"])
        joined = self.linear(x, p + "qkv", matrices, biases)
        parts = self.node("Split", [joined, self.constant(p + "split", np.array([h] * 3, np.int64))], 3, "", axis=2)
        y = self.node("MultiHeadAttention", [*parts, "", "lengths"], num_heads=w.heads)
        y = self.linear(y, p + "ao", w.matrix(p + "ao.w", h), w.tensors[p + "ao.b"])
        x = self.added(x, y, p + "aln")
        y = self.node("Gelu", [self.linear(x, p + "fi", w.matrix(p + "fi.w", w.inner), w.tensors[p + "fi.b"])])
        return self.added(x, self.linear(y, p + "fo", w.matrix(p + "fo.w", h), w.tensors[p + "fo.b"]), p + "oln")

    def model(self):
        x = "x"
        for number in range(self.weights.layers):
            x = self.layer(x, number)
        shape = ["batch", "pieces", self.weights.hidden]
        graph = helper.make_graph(
            self.nodes, "e5", [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape),
                               helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"])],
            [helper.make_tensor_value_info(x, TensorProto.FLOAT, shape)], self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)])
        model.ir_version = 8
        return model.SerializeToString()


class Teacher:
    def __init__(self, weights, threads):
        self.weights, self.tokenizer = weights, Tokenizer(weights)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.log_severity_level = threads, 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(Graph(weights).model(), options, providers=["CPUExecutionProvider"])
        self.words = weights.matrix("emb.word", len(weights.tensors["emb.word"]) // weights.hidden).astype(np.float16)
        self.places = weights.tensors["emb.pos"].reshape(-1, weights.hidden) + weights.tensors["emb.type"][:weights.hidden]

    def vectors(self, texts):
        """Unit vectors of texts {"kind": "p" or "q", "text"}, [n, 384] float16."""
        w = self.weights
        numbers = [[w.begin, *self.tokenizer(PREFIX[t["kind"]] + t["text"]), w.end] for t in texts]
        order = sorted(range(len(numbers)), key=lambda i: len(numbers[i]))
        vectors = np.zeros((len(numbers), w.hidden), np.float32)
        while order:
            size = 1
            while size < len(order) and (size + 1) * len(numbers[order[size]]) <= BATCH_PIECES:
                size += 1
            batch, order = order[:size], order[size:]
            vectors[batch] = self.batch([numbers[i] for i in batch])
        return vectors.astype(np.float16)

    def batch(self, numbers):
        w, lengths = self.weights, np.array([len(n) for n in numbers], np.int32)
        longest = lengths.max()
        padded = np.array([n + [w.pad] * (longest - len(n)) for n in numbers])
        x = self.words[padded].astype(np.float32) + self.places[:longest]
        x -= x.mean(-1, keepdims=True)
        x /= np.sqrt((x * x).mean(-1, keepdims=True) + w.epsilon)
        x = x * w.tensors["emb.ln.w"] + w.tensors["emb.ln.b"]
        y = self.session.run(None, {"x": x, "lengths": lengths})[0]
        sums = np.einsum("bth,bt->bh", y, (np.arange(longest) < lengths[:, None]).astype(np.float32))
        return sums / np.linalg.norm(sums, axis=1, keepdims=True)


def encode(folder, make_teacher):
    """Encodes every FOLDER/x.jsonl into x.npy, unless that is there already."""
    teacher = None
    for file in sorted(folder.glob("*.jsonl")):
        target = file.with_suffix(".npy")
        if target.exists():
            continue
        teacher = teacher or make_teacher()
        texts = [json.loads(line) for line in open(file, encoding="utf8")]
        partial = file.with_suffix(".partial")
        with open(partial, "wb") as out:
            np.save(out, teacher.vectors(texts))
        os.rename(partial, target)
        print(f"{file.name}: {len(texts)} texts", flush=True)
