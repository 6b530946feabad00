"""Fits a row for every piece, so that the mean of a text's rows points where the teacher's vector does."""
import json

import numpy as np
import scipy.sparse

from .vocabulary import CHINESE

DIMENSIONS = 256
EIGENVALUE_POWER = 0.2
SMOOTH = 1e-3
STEPS, WARM_UP, RATE = 250, 20, 2e-3
PASSAGES, QUESTIONS, PIECES = 1536, 768, 512   # of one step
QUESTION_LOSS, PIECE_LOSS = 0.5, 0.1
SEED = 5


def unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9)


class Lesson:
    """Texts as pieces, and the direction that each is to have."""

    def __init__(self, folder, cut):
        texts, vectors = [], []
        for file in sorted(folder.glob("texts/*.jsonl")):
            texts += [json.loads(line) for line in open(file, encoding="utf8")]
            vectors.append(np.load(file.with_suffix(".npy")))
        pieces = np.concatenate([np.load(f) for f in sorted(folder.glob("pieces/*.npy"))]).astype(np.float32)
        question = np.array([t["kind"] == "q" for t in texts])
        chinese = np.array([t["lang"] == "zh" for t in texts])
        aims, self.piece_aims = aim(np.concatenate(vectors).astype(np.float32), question, chinese, pieces, chinese_pieces(folder))
        numbers = [cut(t["text"]) for t in texts]
        known = [i for i, n in enumerate(numbers) if n]
        self.aims, self.question = aims[known], question[known]
        self.lengths = np.array([len(numbers[i]) for i in known])
        self.starts = np.concatenate([[0], np.cumsum(self.lengths)])
        self.pieces = np.fromiter((n for i in known for n in numbers[i]), np.int32)

    def batch(self, chosen):
        """The pieces of some texts one after another, and where each text begins."""
        lengths = self.lengths[chosen]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        at = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths) + np.repeat(self.starts[chosen], lengths)
        return self.pieces[at], starts, lengths


def chinese_pieces(folder):
    """Which pieces are Chinese."""
    chosen = json.load(open(folder / "vocabulary.json", encoding="utf8"))["pieces"]
    return np.array([CHINESE.match(p) is not None for p in chosen])


def aim(vectors, question, chinese, pieces, chinese_piece):
    """Teacher's vectors less the mean of their kind and language, in the first
    principal axes of passages, the long ones shortened, in unit length.

    Without the mean of a language, that language is not a direction any more,
    and the same meaning is at the same place in both.
    """
    for language in (False, True):
        for kind in (False, True):
            group = (question == kind) & (chinese == language)
            vectors[group] -= vectors[group].mean(0)
        pieces[chinese_piece == language] -= pieces[chinese_piece == language].mean(0)
    values, axes = np.linalg.eigh(np.cov(vectors[~question].T))
    first = np.argsort(-values)[:DIMENSIONS]
    turn = (axes[:, first] / values[first] ** EIGENVALUE_POWER).astype(np.float32)
    return unit(vectors @ turn), unit(pieces @ turn)


class Adam:
    """Kingma and Ba, 2015; only the rows that a step touches move."""

    def __init__(self, rows):
        self.rows, self.step = rows, 0
        self.mean, self.square = np.zeros_like(rows), np.zeros_like(rows)

    def move(self, touched, slope, rate):
        self.step += 1
        mean = self.mean[touched] * 0.9 + 0.1 * slope
        square = self.square[touched] * 0.999 + 0.001 * slope * slope
        self.mean[touched], self.square[touched] = mean, square
        change = mean / (1 - 0.9**self.step) / (np.sqrt(square / (1 - 0.999**self.step)) + 1e-8)
        self.rows[touched] -= np.float32(rate) * change


def away(points, aims, weight):
    """Slope of weight x (1 - cosine) by points, and the mean loss."""
    length = np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-6)
    direction = points / length
    cosine = (direction * aims).sum(1, keepdims=True)
    return (cosine * direction - aims) / length * weight, float(1 - cosine.mean())


def shuffled(rng, numbers, size):
    while True:
        order = rng.permutation(numbers)
        for at in range(0, len(order) - size + 1, size):
            yield order[at:at + size]


def fit(lesson, counts):
    rng = np.random.default_rng(SEED)
    share = (np.array(counts, float) + 1)
    share /= share.sum()
    rows = (lesson.piece_aims * (SMOOTH / (SMOOTH + share))[:, None]).astype(np.float32)
    passages = shuffled(rng, np.flatnonzero(~lesson.question), PASSAGES)
    questions = shuffled(rng, np.flatnonzero(lesson.question), QUESTIONS)
    weight = np.repeat([1 / PASSAGES, QUESTION_LOSS / QUESTIONS], [PASSAGES, QUESTIONS]).astype(np.float32)[:, None]
    adam = Adam(rows)
    for step in range(STEPS):
        chosen = np.concatenate([next(passages), next(questions)])
        alone = rng.integers(0, len(rows), PIECES)
        pieces, starts, lengths = lesson.batch(chosen)
        touched, place = np.unique(np.concatenate([pieces, alone]), return_inverse=True)
        here = rows[touched]
        share = np.repeat(1 / lengths, lengths).astype(np.float32)
        mean = scipy.sparse.csr_matrix((share, place[:len(pieces)], starts), shape=(len(chosen), len(touched)))
        slope, loss = away(mean @ here, lesson.aims[chosen], weight)
        slope = (mean.T @ slope).astype(np.float32)
        alone_slope, _ = away(here[place[len(pieces):]], lesson.piece_aims[alone], PIECE_LOSS / PIECES)
        np.add.at(slope, place[len(pieces):], alone_slope)
        adam.move(touched, slope, RATE * min(1, (step + 1) / WARM_UP) * (1 - step / STEPS))
        if (step + 1) % 50 == 0:
            print(f"step {step + 1}: loss {loss:.4f}", flush=True)
    return rows
