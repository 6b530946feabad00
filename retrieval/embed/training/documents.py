"""Draws texts from documentation in two languages.

A text is {"kind": "p" passage or "q" question, "text", "source", "lang"}.
"""
import gzip
import json
import math
import random
import re

SEED = 11
LONGEST_PASSAGE, SHORTEST_PASSAGE, LONGEST_QUESTION, PAIRED_PASSAGE = 60, 16, 24, 48   # in the teacher's pieces
PASSAGES, QUESTIONS, PAIRS = 11000, 6000, 2500   # of each language
SENTENCE_END = re.compile(r"[.!?]\s+|[。！？]|\n+")
FIRST_SENTENCE = re.compile(r"(?<=[.!?])\s|(?<=[。！？])|\n")


def draw(corpora, cut):
    """All texts in a random order; cut(text, n) is the text of the teacher's first n pieces."""
    rng, sections, pairs = random.Random(SEED), {}, {}
    for file in sorted(corpora.glob("*.jsonl.gz")):
        for line in gzip.open(file, "rt", encoding="utf8"):
            section = json.loads(line)
            sections.setdefault((section["lang"], section["source"]), []).append(section)
    for (lang, source), members in sections.items():
        for section in members:
            if section.get("pair"):
                pairs.setdefault((source, section["pair"]), {})[lang] = section
    texts = Texts()
    for lang in ("en", "zh"):
        for key, count in quota(sections, PASSAGES, lang):
            for section in some(rng, sections[key], count):
                length = LONGEST_PASSAGE if rng.random() < 0.5 else rng.randint(SHORTEST_PASSAGE, LONGEST_PASSAGE)
                texts.add("p", cut(window(rng, section["text"]), length), key[1], lang)
        for key, count in quota(sections, QUESTIONS, lang):
            for section in some(rng, sections[key], count):
                texts.add("q", cut(question(rng, section), LONGEST_QUESTION), key[1], lang)
    whole = [k for k, both in pairs.items() if len(both) == 2]
    rng.shuffle(whole)
    for key in whole[:PAIRS]:
        for lang in ("en", "zh"):
            texts.add("p", cut(pairs[key][lang]["text"], PAIRED_PASSAGE), key[0], lang)
    rng.shuffle(texts.texts)
    return texts.texts


class Texts:
    """Texts without repetition."""

    def __init__(self):
        self.texts, self.seen = [], set()

    def add(self, kind, text, source, lang):
        text = text.strip()
        if len(text) >= (2 if lang == "zh" else 4) and (kind, text) not in self.seen:
            self.seen.add((kind, text))
            self.texts.append({"kind": kind, "text": text, "source": source, "lang": lang})


def quota(sections, total, lang):
    """How many of each source: by the root of its size, so that none rules."""
    roots = {key: math.sqrt(len(s)) for key, s in sections.items() if key[0] == lang}
    return [(key, int(total * root / sum(roots.values())) + 1) for key, root in roots.items()]


def some(rng, members, count):
    members = members[:]
    rng.shuffle(members)
    return members[:count]


def window(rng, text):
    """The text from its beginning, or from another sentence."""
    start = 0
    if len(text) > 400 and rng.random() < 0.5:
        begins = [0] + [m.end() for m in SENTENCE_END.finditer(text)]
        start = rng.choice([b for b in begins if b < len(text) * 0.7])
    return text[start:start + 600]


def question(rng, section):
    """A heading, a title, both, or a first sentence, as short as questions are."""
    heading, title, chance = section.get("heading") or "", section.get("title") or "", rng.random()
    if chance < 0.55:
        return heading
    if chance < 0.75:
        return title
    if chance < 0.85:
        return title + " " + heading
    return FIRST_SENTENCE.split(section["text"].strip())[0]
