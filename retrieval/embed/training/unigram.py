"""Cuts words into the most probable pieces."""

LONGEST_WORD = 256   # longer ones are cut first
UNKNOWN_BELOW = 10 * 1024   # an unknown character scores this much below the rarest piece
CACHED_LENGTH = 24


class Unigram:
    """pieces, and the logarithm of the frequency of each x 1024 in whole numbers,
    so that sums are the same everywhere."""

    def __init__(self, pieces, scores):
        self.number = {p: i for i, p in enumerate(pieces)}
        self.scores = scores
        self.longest = max(map(len, pieces))
        self.unknown = min(scores) - UNKNOWN_BELOW
        self.cache = {}

    def text(self, words):
        """Numbers of the pieces of all words; unknown characters have none."""
        numbers = []
        for word in words:
            numbers += self.word(word)
        return numbers

    def word(self, word):
        numbers = self.cache.get(word)
        if numbers is None:
            numbers = [n for at in range(0, len(word), LONGEST_WORD)
                       for n in self.viterbi(word[at:at + LONGEST_WORD])]
            if len(word) < CACHED_LENGTH:
                self.cache[word] = numbers
        return numbers

    def viterbi(self, word):
        size = len(word)
        best, piece, start = [None] * (size + 1), [-1] * (size + 1), [0] * (size + 1)
        best[0] = 0
        for i in range(size):
            for end in range(i + 1, min(size, i + self.longest) + 1):
                number = self.number.get(word[i:end])
                if number is not None:
                    score = best[i] + self.scores[number]
                    if best[end] is None or score > best[end]:
                        best[end], piece[end], start[end] = score, number, i
            score = best[i] + self.unknown
            if best[i + 1] is None or score > best[i + 1]:
                best[i + 1], piece[i + 1], start[i + 1] = score, -1, i
        numbers, end = [], size
        while end:
            if piece[end] >= 0:
                numbers.append(piece[end])
            end = start[end]
        return numbers[::-1]
