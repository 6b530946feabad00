"""python -m unittest training.test_training"""
import json
import pathlib
import struct
import unittest

import numpy as np

from . import fit, table
from .folding import Words
from .judge import ndcg
from .unigram import Unigram

HERE = pathlib.Path(__file__).parent.parent


class Shipped:
    """Reads pieces and rows back from a table file."""

    def __init__(self, path):
        data = path.read_bytes()
        self.count, self.columns, _, sections = struct.unpack_from("<IIiI", data, len(table.MAGIC))
        places = struct.unpack_from(f"<{2 * sections}I", data, len(table.MAGIC) + 16)
        part = [data[at:at + size] for at, size in zip(places[::2], places[1::2])]
        slots, ends = np.frombuffer(part[4], "<u8"), np.frombuffer(part[5], "<u2")
        self.scores = np.frombuffer(part[6], "<i2").tolist()
        self.rows = np.frombuffer(part[8], "i1").reshape(self.count, self.columns)
        parent = {}
        for slot in slots[slots > 0].tolist():
            parent[slot & (1 << table.NODE_BITS) - 1] = (slot >> table.NODE_BITS + table.RUNE_BITS,
                                                         chr(slot >> table.NODE_BITS & (1 << table.RUNE_BITS) - 1))
        self.pieces = [""] * self.count
        for node, number in enumerate(ends.tolist()):
            if number != table.NO_PIECE:
                text = ""
                while node:
                    node, char = parent[node]
                    text = char + text
                self.pieces[number] = text


class TestTraining(unittest.TestCase):
    def test_words(self):
        words = Words()
        for text, want in {
            "": [], "?! 👍": [], "maxRetryCount": ["▁max", "▁retry", "▁count"], "C++ #1": ["▁c++", "▁1"],
            "Café naïve": ["▁cafe", "▁naive"], "cafe\u0301": ["▁cafe"], "繁體API説明": ["繁体", "▁api", "说明"],
            "１００ Ａ": ["▁100", "▁a"], "foo_bar.v1": ["▁foo", "▁bar", "▁v1"], "a\u200bb": ["▁ab"],
        }.items():
            self.assertEqual(words(text), want, text)

    def test_unigram_takes_the_best_sum(self):
        unigram = Unigram(["▁a", "b", "▁ab", "bc", "c"], [-10, -10, -15, -3, -30])
        self.assertEqual(unigram.text(["▁ab", "▁abc", "▁axb"]), [2, 0, 3, 0, 1])
        self.assertEqual(unigram.text(["▁a" + "b" * 600]), [2] + [1] * 599)

    def test_shipped_table_makes_the_golden_texts(self):
        shipped, words = Shipped(HERE / "table.bin"), Words()
        self.assertEqual(len(set(shipped.pieces) - {""}), shipped.count)
        unigram = Unigram(shipped.pieces, shipped.scores)
        for line in open(HERE / "testdata" / "golden.jsonl", encoding="utf8"):
            want = json.loads(line)
            numbers = unigram.text(words(want["text"]))
            self.assertEqual(numbers, want["pieces"], want["text"][:60])
            vector = shipped.rows[numbers].sum(0, dtype=float)
            vector /= np.linalg.norm(vector) or 1
            np.testing.assert_allclose(vector[:table.GOLDEN_NUMBERS], want["vector"], atol=1e-5)

    def test_slope_is_that_of_the_loss(self):
        rng = np.random.default_rng(1)
        points, aims = rng.normal(size=(4, 8)), fit.unit(rng.normal(size=(4, 8)))
        slope, loss = fit.away(points, aims, 1 / 4)
        points[1, 2] += 1e-6
        self.assertAlmostEqual((fit.away(points, aims, 1 / 4)[1] - loss) / 1e-6, slope[1, 2], places=4)

    def test_ndcg(self):
        similarity = np.array([[.9, .5, .1], [.1, .2, .3]])
        relevant = {"p": {"a": 1}, "q": {"a": 1}}
        self.assertAlmostEqual(ndcg(similarity, ["a", "b", "c"], ["p", "q"], relevant), (1 + .5) / 2)


if __name__ == "__main__":
    unittest.main()
