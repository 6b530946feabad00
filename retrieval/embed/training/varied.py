"""Draws texts about everything else: textbooks, dictionaries, everyday
sentences, laws, recipes, talk. Documentation alone leaves most words of the
world unlearnt.
"""
import io
import itertools
import json
import posixpath
import random
import re
import tarfile
import xml.etree.ElementTree as ElementTree
import zipfile

from .repository import SOURCES, Repository

SEED = 12
LONGEST, SHORTEST = 60, 16   # of a passage, in the teacher's pieces
LONGEST_QUESTION, LONGEST_TITLE, LONGEST_NAME, LONGEST_WORD, LONGEST_TURN = 32, 24, 20, 12, 40
BOOK_PASSAGES, BOOK_QUESTIONS = 1500, 600
SENTENCE_PAIRS, WORD_PAIRS, DEFINITIONS = 10000, 15000, 7000
LAWS, LAW_TITLES, LIFE, TURNS, FACTS, BOOKINGS = 6000, 1200, 1500, 4000, 4000, 3000
CNXML = "{http://cnx.rice.edu/cnxml}"


def draw(varied, cut):
    """All texts in a random order."""
    pool = Pool(varied, cut)
    for part in (textbooks, sentences, dictionaries, settings, laws, life, talk, bookings, names):
        part(pool)
    texts = [t for group in pool.groups.values() for t in group]
    pool.rng.shuffle(texts)
    return texts


class Pool:
    def __init__(self, folder, cut):
        self.folder, self.cut, self.rng = folder, cut, random.Random(SEED)
        self.seen, self.groups = set(), {}

    def add(self, group, kind, text, source, lang, longest=LONGEST):
        text = self.cut(re.sub(r"\s+", " ", text), longest)
        if len(text) >= (1 if lang == "zh" else 3) and (kind, text) not in self.seen:
            self.seen.add((kind, text))
            self.groups.setdefault(group, []).append({"kind": kind, "text": text, "source": source, "lang": lang})

    def length(self):
        return LONGEST if self.rng.random() < 0.5 else self.rng.randint(SHORTEST, LONGEST)

    def shuffled(self, values):
        values = list(values)
        self.rng.shuffle(values)
        return values


def plain(element):
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def textbooks(pool):
    for name in SOURCES["textbooks"]:
        book, passages, questions = Repository(pool.folder, name), [], []
        for _, data in book.files(".cnxml"):
            try:
                root = ElementTree.fromstring(data)
            except ElementTree.ParseError:
                continue
            for text in map(plain, root.iter(CNXML + "para")):
                if text.endswith("?") and 20 < len(text) < 200:
                    questions.append(text)
                elif len(text) > 120:
                    passages.append(text)
            questions += [t for t in map(plain, root.iter(CNXML + "title")) if len(t) > 8]
        pool.rng.shuffle(passages)
        pool.rng.shuffle(questions)
        for text in passages[:BOOK_PASSAGES]:
            begins = [0] + [m.end() for m in re.finditer(r"[.!?]\s+", text)]
            begin = pool.rng.choice([b for b in begins if b <= len(text) / 2])
            pool.add("book", "p", text[begin:], book.label, "en", pool.length())
        for text in questions[:BOOK_QUESTIONS]:
            pool.add("book", "q", text, book.label, "en", LONGEST_QUESTION)


def sentences(pool):
    """The same sentence in both languages."""
    repository = Repository(pool.folder, "qi-dian-b/seq2seq2_machine-translation")
    for line in pool.shuffled(repository.file("cmn.txt").decode().splitlines())[:SENTENCE_PAIRS]:
        for text, lang in zip(line.split("\t"), ("en", "zh")):
            asks = text[-1] in "?？" or pool.rng.random() < 0.3
            pool.add("tatoeba", "q" if asks else "p", text, "tatoeba.org", lang)


def synsets(pool):
    """Synset -> (English words, definition) of WordNet 3.0."""
    found = {}
    for letter, part in (("n", "noun"), ("v", "verb"), ("a", "adj"), ("r", "adv")):
        for line in open(pool.folder / "wordnet" / f"data.{part}", encoding="latin1"):
            if line[0] != " ":
                head, gloss = line.split(" | ", 1)
                fields = head.split()
                words = [re.sub(r"\(\w+\)$", "", fields[4 + 2 * i]).replace("_", " ") for i in range(int(fields[3], 16))]
                found[fields[0] + "-" + letter] = words, gloss.strip()
    return found


def dictionaries(pool):
    english, chinese = synsets(pool), {}
    for line in Repository(pool.folder, "omwn/omw-data").file("wns/cow/wn-data-cmn.tab").decode().splitlines():
        fields = line.split("\t")
        if len(fields) > 2 and fields[1].endswith("lemma"):
            chinese.setdefault(fields[0].replace("-s", "-a"), []).append(fields[2].replace("+", ""))
    for key in pool.shuffled(sorted(k for k in chinese if k in english))[:WORD_PAIRS]:
        words, gloss = english[key]
        pool.add("word", "q", ", ".join(words[:2]), "WordNet 3.0", "en", LONGEST_WORD)
        pool.add("word", "q", "，".join(chinese[key][:2]), "Chinese Open Wordnet", "zh", LONGEST_WORD)
        if pool.rng.random() < 0.2:
            pool.add("word", "p", words[0] + ": " + gloss, "WordNet 3.0", "en")
    for key in pool.shuffled(sorted(set(english) - set(chinese)))[:DEFINITIONS]:
        words, gloss = english[key]
        pool.add("word", "p", ", ".join(words[:3]) + ": " + gloss, "WordNet 3.0", "en")


def settings(pool):
    """The strings of a television's settings, in both languages."""
    repository, texts = Repository(pool.folder, "LineageOS/android_packages_apps_TvSettings"), {}
    for lang, file in (("en", "values/strings.xml"), ("zh", "values-zh-rCN/strings.xml")):
        root = ElementTree.fromstring(repository.file("Settings/res/" + file))
        for string in root.iter("string"):
            text = re.sub(r"%\d?\$?[sd]|\\[n\"']|\"|\{[^}]*\}", " ", plain(string)).strip()
            if len(text) > (8 if lang == "en" else 3):
                texts.setdefault(string.get("name"), {})[lang] = text
    for _, both in sorted(texts.items()):
        for lang, text in sorted(both.items()):
            pool.add("tv", "p" if len(text) > 40 else "q", text, repository.label, lang)


def laws(pool):
    repository, passages = Repository(pool.folder, "LawRefBook/Laws"), []
    for path, data in repository.files(".md"):
        if path.startswith("DLC"):
            continue
        for line in re.split(r"\n+", data.decode("utf8", "replace")):
            line = re.sub(r"^[#\s]+|<!--.*?-->", "", line).strip()
            if len(line) > 30:
                passages.append(line)
        title = re.sub(r"[(（][^)）]*[)）]", "", posixpath.basename(path)[:-3])
        pool.add("law title", "q", title, repository.label, "zh", LONGEST_TITLE)
    pool.rng.shuffle(passages)
    pool.groups["law title"] = pool.groups["law title"][:LAW_TITLES]
    for line in passages[:LAWS]:
        line = re.sub(r"^第[一二三四五六七八九十百千零]+条\s*", "", line)
        pool.add("law", "p", line, repository.label, "zh", pool.length())


def life(pool):
    """Cooking and health."""
    for name in ("Anduin2017/HowToCook", "geekan/HowToLiveLonger"):
        repository, passages = Repository(pool.folder, name), []
        for path, data in repository.files(".md"):
            text = re.sub(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|\[|<[^>]*>|[*#>|`-]+", " ", data.decode("utf8", "replace"))
            text = re.sub(r"\n\s*\n+", "\n", text)
            passages += [text[at:at + 160] for at in range(0, len(text), 160)]
            pool.add("life", "q", posixpath.basename(path)[:-3], repository.label, "zh", LONGEST_TITLE)
        pool.rng.shuffle(passages)
        for text in passages[:LIFE]:
            lang = "zh" if re.search("[\u4e00-\u9fff]", text) else "en"
            pool.add("life", "p", text, repository.label, lang, pool.length())


def talk(pool):
    """People talking about films, music and journeys, and the facts they use."""
    repository, turns, facts = Repository(pool.folder, "thu-coai/KdConv"), [], []
    for topic, part in itertools.product(("film", "music", "travel"), ("dev", "test")):
        for conversation in json.loads(repository.file(f"data/{topic}/{part}.json")):
            for message in conversation["messages"]:
                turns.append(message["message"])
                facts += [f"{a['name']} {a['attrname']} {a['attrvalue']}" for a in message.get("attrs", [])]
    for known in json.loads(repository.file("data/travel/kb_travel.json")).values():
        facts += [" ".join(map(str, fact)) for fact in known]
    turns, facts = sorted(set(turns)), sorted({f for f in facts if len(f) > 20})
    pool.rng.shuffle(turns)
    pool.rng.shuffle(facts)
    for text in turns[:TURNS]:
        asks = text[-1:] in "?？" or "什么" in text or "吗" in text
        pool.add("talk", "q" if asks else "p", text, repository.label, "zh", LONGEST_TURN)
    for text in facts[:FACTS]:
        pool.add("talk", "p", text, repository.label, "zh", pool.length())


def bookings(pool):
    """Customers and agents: hotels, restaurants, sights, taxis."""
    repository, turns = Repository(pool.folder, "thu-coai/CrossWOZ"), set()
    for part in ("val", "test"):
        archive = zipfile.ZipFile(io.BytesIO(repository.file(f"data/crosswoz/{part}.json.zip")))
        for name in archive.namelist():
            if name.endswith(".json") and "MACOSX" not in name:
                for conversation in json.loads(archive.read(name)).values():
                    turns.update(m["content"] for m in conversation["messages"])
    for text in pool.shuffled(sorted(turns))[:BOOKINGS]:
        asks = "?" in text or "？" in text or "吗" in text
        pool.add("talk", "q" if asks else "p", text, repository.label, "zh", LONGEST_TURN)


def cldr(pool, package, path):
    with tarfile.open(next(pool.folder.glob(f"cldr-{package}-full-*.tgz"))) as archive:
        return json.load(archive.extractfile("package/" + path))


def names(pool):
    """Countries, languages, scripts and signs, in both languages."""
    for kind in ("territories", "languages", "scripts"):
        both = {lang: next(iter(cldr(pool, "localenames", f"main/{lang}/{kind}.json")["main"][lang]["localeDisplayNames"].values()))
                for lang in ("en", "zh")}
        for key in sorted(both["en"].keys() & both["zh"].keys()):
            if "-alt" not in key:
                for lang, by_key in both.items():
                    pool.add("names", "q", by_key[key], "Unicode CLDR", lang)
    both = {lang: cldr(pool, "annotations", f"annotations/{lang}/annotations.json")["annotations"]["annotations"] for lang in ("en", "zh")}
    for key in sorted(both["en"].keys() & both["zh"].keys()):
        for lang, by_key in both.items():
            words = by_key[key].get("tts", []) + by_key[key].get("default", [])[:3]
            pool.add("names", "q", (", " if lang == "en" else "，").join(words), "Unicode CLDR", lang, LONGEST_NAME)


def glosses(varied):
    """All definitions of WordNet: general English, to count words in."""
    for part in ("noun", "verb", "adj", "adv"):
        for line in open(varied / "wordnet" / f"data.{part}", encoding="latin1"):
            if line[0] != " ":
                yield line.split(" | ", 1)[1]
