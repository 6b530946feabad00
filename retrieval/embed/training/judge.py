"""nDCG@10 of the vectors alone on collections in BEIR layout."""
import gzip
import json

import numpy as np

DEPTH = 10
ACROSS = [("zh question, en text", "xquad_zh", "xquad_en"), ("en question, zh text", "xquad_en", "xquad_zh")]


def lines(path):
    return [json.loads(line) for line in gzip.open(path, "rt", encoding="utf8")]


class Collection:
    def __init__(self, folder):
        documents, self.relevant = lines(folder / "corpus.jsonl.gz"), {}
        self.documents = [d["_id"] for d in documents]
        self.texts = [(d.get("title", "") + " " + d["text"]).strip() for d in documents]
        self.questions = {q["_id"]: q["text"] for q in lines(folder / "queries.jsonl.gz")}
        for line in list(gzip.open(folder / "qrels.tsv.gz", "rt"))[1:]:
            question, document, grade = line.rstrip("\n").split("\t")
            if int(grade) > 0:
                self.relevant.setdefault(question, {})[document] = int(grade)


def ndcg(similarity, documents, questions, relevant):
    discount = 1 / np.log2(np.arange(2, DEPTH + 2))
    values = []
    for row, question in zip(similarity, questions):
        grades = relevant.get(question)
        if grades:
            top = np.argsort(-row, kind="stable")[:DEPTH]
            gain = np.array([grades.get(documents[i], 0) for i in top], float)
            ideal = np.sort(np.array(list(grades.values()), float))[::-1][:DEPTH]
            values.append((gain * discount[:len(gain)]).sum() / (ideal * discount[:len(ideal)]).sum())
    return float(np.mean(values))


def judge(folder, embed):
    """Figures by collection; embed turns texts into unit vectors."""
    figures, kept = {}, {}
    for path in sorted(p.parent for p in folder.glob("*/qrels.tsv.gz")):
        c = Collection(path)
        documents, questions = embed(c.texts), embed(list(c.questions.values()))
        figures[path.name] = ndcg(questions @ documents.T, c.documents, c.questions, c.relevant)
        kept[path.name] = c, documents, questions
    for name, asked, searched in ACROSS:
        if asked in kept and searched in kept:
            c, documents, _ = kept[searched]
            figures[name] = ndcg(kept[asked][2] @ documents.T, c.documents, kept[asked][0].questions, c.relevant)
    return figures
