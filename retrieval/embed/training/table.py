"""Writes a table file; table.go draws its format."""
import json
import struct

import numpy as np

from .folding import char_table
from .unigram import UNKNOWN_BELOW

MAGIC = b"FNtable1"
MULTIPLIER = 0x9E3779B97F4A7C15
NO_PIECE = 0xFFFF
NODE_BITS, RUNE_BITS = 17, 21
FULL = 0.75        # of the hash table of the trie
SMOOTH = 1e-3      # a of smooth inverse frequency
GOLDEN_NUMBERS = 8  # of a vector, in the golden file


def trie(pieces):
    """The sections slots and pieces."""
    children, ends = [{}], [NO_PIECE]
    for number, piece in enumerate(pieces):
        node = 0
        for char in piece:
            if char not in children[node]:
                children[node][char] = len(children)
                children.append({})
                ends.append(NO_PIECE)
            node = children[node][char]
        ends[node] = number
    bits = 1
    while (1 << bits) * FULL < len(children):
        bits += 1
    assert len(children) < 1 << NODE_BITS
    slots = [0] * (1 << bits)
    for node, by_char in enumerate(children):
        for char, child in sorted(by_char.items()):
            key = node << RUNE_BITS | ord(char)
            at = key * MULTIPLIER % 2**64 >> 64 - bits
            while slots[at]:
                at = (at + 1) % len(slots)
            slots[at] = key << NODE_BITS | child
    return [np.array(slots, "<u8"), np.array(ends, "<u2")]


def quantised(rows):
    """Rows as whole numbers from -127 to 127, all of one scale."""
    return np.rint(rows * (127 / np.abs(rows).max())).astype(np.int8)


def weights(counts):
    share = np.array(counts, float) + 1
    share /= share.sum()
    return (SMOOTH / (SMOOTH + share)).astype("<f4")


def write(path, vocabulary, rows, words):
    """rows: int8, one for every piece."""
    scores = vocabulary["scores"]
    sections = [*char_table(words), *trie(vocabulary["pieces"]), np.array(scores, "<i2"),
                weights(vocabulary["counts"]), np.ascontiguousarray(rows)]
    head = MAGIC + struct.pack("<IIiI", *rows.shape, min(scores) - UNKNOWN_BELOW, len(sections))
    at, places, body = len(head) + 8 * len(sections), b"", b""
    for section in (s.tobytes() for s in sections):
        padding = -at % 8
        places += struct.pack("<II", at + padding, len(section))
        body += b"\0" * padding + section
        at += padding + len(section)
    path.write_bytes(head + places + body)


def golden(path, texts, cut, rows):
    """Pieces and vectors of texts, for the tests of the program."""
    with open(path, "w", encoding="utf8") as file:
        for text in texts:
            numbers = cut(text)
            vector = rows[numbers].astype(np.int64).sum(0).astype(float)
            vector /= np.linalg.norm(vector) or 1
            check = (vector * np.sin(np.arange(len(vector)))).sum()
            json.dump({"text": text, "pieces": numbers, "vector": [round(x, 5) for x in vector[:GOLDEN_NUMBERS].tolist()],
                       "check": round(float(check), 5)}, file, ensure_ascii=False)
            file.write("\n")
