"""From a folder of documentation and one of varied text to a table file.

    python -m training CORPORA VARIED OUT [--work DIR] [--judge DIR] [--threads N]

CORPORA holds *.jsonl.gz of {"lang","source","title","heading","text","pair"?};
what VARIED holds says sources.json. OUT gets table.bin and testdata/golden.jsonl.
--work keeps what was done, so that a run that was cut short goes on there.
--judge is a folder of collections in BEIR layout: figures are printed.
"""
import argparse
import json
import pathlib

import numpy as np

from . import documents, fit, judge, table, varied, vocabulary
from .folding import Words, simplified
from .teacher import Teacher, Tokenizer, encode
from .unigram import Unigram
from .weights import Weights

FILE_TEXTS = 4000   # texts of one file: the teacher's work is kept file by file


def main():
    parser = argparse.ArgumentParser(prog="training")
    for name in ("corpora", "varied", "out"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("work"))
    parser.add_argument("--judge", type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    weights, words = Weights(), Words()
    draw(options, weights)
    vocabulary_of(options, weights, words)
    for part in ("pieces", "texts"):
        encode(options.work / part, lambda: Teacher(weights, options.threads))
    chosen = json.load(open(options.work / "vocabulary.json", encoding="utf8"))
    unigram = Unigram(chosen["pieces"], chosen["scores"])

    def cut(text):
        return unigram.text(words(text))

    rows = table.quantised(fit.fit(fit.Lesson(options.work, cut), chosen["counts"]))
    (options.out / "testdata").mkdir(parents=True, exist_ok=True)
    table.write(options.out / "table.bin", chosen, rows, words)
    texts = json.load(open(pathlib.Path(__file__).parent / "texts.json", encoding="utf8"))
    table.golden(options.out / "testdata" / "golden.jsonl", texts, cut, rows)
    if options.judge:
        report(judge.judge(options.judge, lambda texts: embed(texts, cut, rows)))


def draw(options, weights):
    """Writes the texts to be taught, once."""
    folder, partial = options.work / "texts", options.work / "texts.partial"
    if folder.exists():
        return
    cut = Tokenizer(weights).cut
    save(partial, "documents", documents.draw(options.corpora, cut))
    save(partial, "varied", varied.draw(options.varied, cut))
    partial.rename(folder)


def vocabulary_of(options, weights, words):
    """Writes the vocabulary, and its pieces to be taught, once."""
    file = options.work / "vocabulary.json"
    if file.exists():
        return
    texts = (json.loads(line)["text"] for f in sorted(options.work.glob("texts/varied*.jsonl")) for line in open(f, encoding="utf8"))
    counts = vocabulary.count_words(words, options.corpora, texts, varied.glosses(options.varied))
    chosen = vocabulary.choose(words, weights, counts, simplified())
    save(options.work / "pieces", "pieces", [{"kind": "q", "text": p.lstrip("▁")} for p in chosen["pieces"]])
    file.write_text(json.dumps(chosen, ensure_ascii=False), encoding="utf8")


def save(folder, name, texts):
    folder.mkdir(parents=True, exist_ok=True)
    for number, batch in enumerate(batched(texts)):
        lines = (json.dumps(t, ensure_ascii=False) + "\n" for t in batch)
        (folder / f"{name}{number:03}.jsonl").write_text("".join(lines), encoding="utf8")


def batched(texts):
    return (texts[at:at + FILE_TEXTS] for at in range(0, len(texts), FILE_TEXTS))


def embed(texts, cut, rows):
    return fit.unit(np.array([rows[cut(t)].sum(0, dtype=np.int64) for t in texts], np.float32))


def report(figures):
    for name, value in figures.items():
        print(f"{name:24} {value:.3f}")


if __name__ == "__main__":
    main()
