"""Chooses pieces: frequent English words whole, Chinese words, characters, and the teacher's Latin pieces for the rest."""
import collections
import gzip
import json
import math
import re

import jieba

from .unigram import Unigram

SIZE = 49152            # rows of the table
CHINESE_WORDS = 16500
CHARACTERS = 7000
SCALE = 1024            # of scores
# What a word of each source counts.
DOCUMENT_COUNT, VARIED_COUNT, GLOSS_COUNT = 1, 3, 1
EVERY_SECTION, SECTION_LENGTH = 4, 500
LEAST_WORD, LEAST_PIECE = 5, 3
WHOLE = re.compile("▁[a-z]+[a-z0-9+#]*$")
CHINESE = re.compile("[\u3007\u3400-\u9fff]+$")


def count_words(words, corpora, varied, glosses):
    """How often each word occurs, documentation thinned out."""
    counts = collections.Counter()
    for file in sorted(corpora.glob("*.jsonl.gz")):
        for number, line in enumerate(gzip.open(file, "rt", encoding="utf8")):
            if number % EVERY_SECTION == 0:
                add(counts, words(json.loads(line)["text"][:SECTION_LENGTH]), DOCUMENT_COUNT)
    for text in varied:
        add(counts, words(text), VARIED_COUNT)
    for text in glosses:
        add(counts, words(text), GLOSS_COUNT)
    return counts


def add(counts, words, times):
    for word in words:
        counts[word] += times


def choose(words, weights, counts, han):
    """{"pieces", "scores", "counts"}, the most frequent first."""
    latin = {w: n for w, n in counts.items() if w[0] == "▁"}
    chinese = {w: n for w, n in counts.items() if w[0] != "▁"}
    characters, several, chinese_scores, used = choose_chinese(chinese, weights, han)
    room = SIZE - len(characters) - len(several)
    latin_pieces, latin_scores, latin_used = choose_latin(words, weights, latin, room)
    used = {**latin_used, **used}
    scores = {**latin_scores, **chinese_scores}
    pieces = sorted(latin_pieces + characters + several, key=lambda p: -used.get(p, 0))
    return {"pieces": pieces, "scores": [round(scores[p] * SCALE) for p in pieces],
            "counts": [used.get(p, 0) for p in pieces]}


def choose_chinese(runs, weights, han):
    """Words of jieba's dictionary, by how often they are here and in general."""
    general = collections.Counter()
    for line in jieba.get_dict_file():
        word, count = line.decode("utf8").split(" ")[:2]
        word = "".join(han.get(c, c) for c in word)
        if CHINESE.match(word) and len(word) <= 6:
            general[word] += int(count)
    total = sum(general.values())
    known = {c for w in general for c in w} | {p for p in weights.pieces if len(p) == 1 and CHINESE.match(p) and p not in han}
    for char in sorted(known):
        general.setdefault(char, 2)
    names = list(general)
    scores = {w: math.log(general[w] / total) for w in names}
    cutter, used = Unigram(names, [round(scores[w] * SCALE) for w in names]), collections.Counter()
    for run, times in runs.items():
        for number in cutter.word(run):
            used[names[number]] += times
    worth = {w: used[w] + general[w] / total * sum(used.values()) / 2 for w in general if len(w) > 1}
    several = sorted(worth, key=lambda w: (-worth[w], w))[:CHINESE_WORDS]
    characters = sorted((c for c in known if c not in han), key=lambda c: (-general[c] - used[c], c))[:CHARACTERS]
    return characters, several, scores, {w: used[w] for w in characters + several}


def choose_latin(words, weights, counts, room):
    """The teacher's pieces and whole words that are used most when both are there."""
    teacher = {}
    for piece, score in zip(weights.pieces[4:], weights.scores[4:]):
        text = piece[1:] if piece[0] == "▁" else piece
        if text and not CHINESE.match(text) and words(text) == ["▁" + text]:
            teacher[piece] = float(score)
    names = list(teacher)
    cutter = Unigram(names, [round(teacher[p] * SCALE) for p in names])
    total, scores = sum(counts.values()), dict(teacher)
    for word, times in counts.items():
        if times >= LEAST_WORD and 3 <= len(word) <= 20 and WHOLE.match(word):
            split = cutter.word(word)
            if len(split) > 1:
                # More probable than its parts, or it would never be used.
                scores[word] = max(math.log(times / total), sum(cutter.scores[n] for n in split) / SCALE + 1)
    names = list(scores)
    cutter, used = Unigram(names, [round(scores[p] * SCALE) for p in names]), collections.Counter()
    for word, times in counts.items():
        for number in cutter.word(word):
            used[names[number]] += times
    single = [p for p in teacher if len(p.lstrip("▁")) == 1 and p[-1].isascii()]
    frequent = sorted((p for p, n in used.items() if n >= LEAST_PIECE), key=lambda p: (-used[p], p))
    return list(dict.fromkeys(single + frequent))[:room], scores, used
