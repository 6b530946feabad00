"""How a text is folded and cut into words, before words are cut into pieces.

The program that uses the table does the same from a table of characters that
char_table writes; golden texts keep the two alike.
"""
import pathlib
import re
import unicodedata

import numpy as np

HAN_FILE = pathlib.Path(__file__).parents[2] / "text" / "han.txt"
HAN = "\u3007\u3400-\u9fff\U00020000-\U0003ffff"
CODE_POINTS = 0x110000

# Kinds of characters, as in table.go.
BORDER, LETTER, CHINESE, DROPPED, TAIL, REPLACED = range(6)


def simplified(path=HAN_FILE):
    """Traditional Chinese character -> simplified one."""
    table = {}
    for line in open(path, encoding="utf8"):
        if line[0] != "#":
            line = line.strip()
            table.update(zip(line[::2], line[1::2]))
    return table


def fold(char, han):
    """What one character becomes: "" is dropped, " " ends a word."""
    category = unicodedata.category(char)
    if char.isspace() or category in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    if category in ("Cf", "Cs", "Co", "Cn", "Mn", "Me"):
        return ""
    text = unicodedata.normalize("NFKC", char).lower()
    parts = unicodedata.normalize("NFKD", text)
    if any("LATIN" in unicodedata.name(c, "") for c in parts):
        text = "".join(c for c in parts if unicodedata.category(c) != "Mn")
    text = "".join(han.get(c, c) for c in text.replace("ß", "ss"))
    return "".join(" " if c.isspace() else c for c in text
                   if unicodedata.category(c) not in ("Cc", "Cf", "Mn", "Me"))


def kind(char):
    """The kind of a folded character."""
    if re.match(f"[{HAN}]", char):
        return CHINESE
    if char in "+#":
        return TAIL
    return LETTER if char != "_" and char.isalnum() else BORDER


class Words:
    """Cuts texts into words: "▁word", and runs of Chinese characters."""

    def __init__(self):
        han = simplified()
        self.folded = {}
        for code in range(CODE_POINTS):
            char = chr(code)
            text = "" if 0xD800 <= code < 0xE000 else fold(char, han)
            if text != char:
                self.folded[code] = text
        self.hump = re.compile("(?<=[a-z])(?=[A-Z])")
        self.word = re.compile(f"([{HAN}]+)|([^\\W_{HAN}](?:[^\\W_{HAN}]|[+#])*)")

    def __call__(self, text):
        text = self.hump.sub(" ", text).translate(self.folded)
        return [chinese or "▁" + other for chinese, other in self.word.findall(text)]


def char_table(words):
    """The sections pages, kinds, bounds and runes of a table file."""
    numbers, bounds, runes = {}, [0], []
    kinds = np.zeros(CODE_POINTS, np.uint16)
    for code in range(CODE_POINTS):
        text = words.folded.get(code)
        if text is None:
            kinds[code] = kind(chr(code))
        elif text == "":
            kinds[code] = DROPPED
        elif text != " ":
            if text not in numbers:
                numbers[text] = len(numbers)
                runes += [ord(c) | kind(c) << 24 for c in text]
                bounds.append(len(runes))
            kinds[code] = REPLACED + numbers[text]
    pages, index = np.unique(kinds.reshape(-1, 256), axis=0, return_inverse=True)
    return [index.reshape(-1).astype("<u2"), pages.astype("<u2"), np.array(bounds, "<u2"), np.array(runes, "<u4")]
