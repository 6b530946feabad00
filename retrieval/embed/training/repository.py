"""Reads files of git repositories at fixed commits."""
import json
import pathlib
import subprocess

SOURCES = json.load(open(pathlib.Path(__file__).parent / "sources.json", encoding="utf8"))


class Repository:
    """One clone, VARIED/owner+name: with a work tree, bare, or mirrored."""

    def __init__(self, folder, name):
        self.name, self.commit = name, SOURCES["repositories"][name]["commit"]
        clone = folder / name.replace("/", "+")
        self.git = next(g for g in (clone / ".git", clone / "repo", clone) if (g / "objects").exists())
        self.label = f"{name}@{self.commit[:12]}"

    def run(self, *arguments, feed=None):
        return subprocess.run(["git", "--git-dir", self.git, *arguments], input=feed, capture_output=True, check=True).stdout

    def files(self, suffix):
        """(path, bytes) of all files with this end, in the order of the tree."""
        names = self.run("ls-tree", "-r", "-z", "--name-only", self.commit).decode().split("\0")
        names = [n for n in names if n.endswith(suffix) and "\n" not in n]
        answer, at = self.run("cat-file", "--batch", feed="".join(f"{self.commit}:{n}\n" for n in names).encode()), 0
        for name in names:
            end = answer.index(b"\n", at)
            size = int(answer[at:end].split()[-1])
            yield name, answer[end + 1:end + 1 + size]
            at = end + size + 2

    def file(self, path):
        return self.run("show", f"{self.commit}:{path}")
