"""유사 이슈: what makes two texts alike. Whole numbers only, so that both databases come to the same answer.

Korean words carry endings and are spaced at will, so words are not compared: pairs of neighbouring syllables are.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from enum import Enum
from itertools import pairwise
from math import isqrt

WHOLE = 1000
"""Weights and likenesses are in thousandths."""
LIKELY, SIMILAR = 300, 200
"""From here on an issue is likely the same, or worth a look. Below, it is not shown."""
TITLE_TIMES = 2
"""A gram of the title counts as often as this many in the text."""
MOST_REPEATS = 2
MOST_GRAMS = 160
"""Grams kept of one text: beyond the first thousand syllables or so, more of them tell nothing new."""

_WORD = re.compile(r"[^\W_]+")
_SHORTEST_STEM = 2
_WRITTEN_ENDINGS = """
    은 는 이 가 을 를 에 의 도 로 으로 와 과 만 에서 에게 까지 부터 마다 처럼 보다 하고 이나 에는 에도 에서는 으로도 들이 들을 들은 들
    적인 한다 하다 하게 하자 합니다 했다 했습니다 된다 되다 되게 됩니다 된 한 할 하기 하는 되는 하여 해서 하면 하도록 되도록 도록
    입니다 이다 이라 라고 다고 인데 지만 다가 면서 려고 으면 이면 므로 습니다 니다 세요 시다 어요 아요 는다 었다 았다 였다
"""
_WRITTEN_EMPTY = """
    있다 없다 있는 없는 있어 없어 있게 없이 많다 많은 많이 너무 매우 아주 어떤 어떻 같이 함께 위해 위한 대한 통해 경우 사람 때문 이후
    그리고 하지만 좋겠 바로 모두 여러 우리 다시 스스로 따로 직접
"""
_ENDINGS = tuple(sorted(_WRITTEN_ENDINGS.split(), key=lambda ending: (-len(ending), ending)))
_EMPTY = frozenset(_WRITTEN_EMPTY.split())


class Likeness(Enum):
    """How alike: only a hint, people decide."""

    LIKELY = "likely"
    SIMILAR = "similar"


def likeness(thousandths: int) -> Likeness | None:
    """Say what a likeness of 0–1000 means; None: not worth showing."""
    if thousandths >= LIKELY:
        return Likeness.LIKELY
    return Likeness.SIMILAR if thousandths >= SIMILAR else None


def stem(word: str) -> str:
    """Take one particle or ending off, if at least two syllables remain."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def stems(text: str) -> list[str]:
    """Return the words that say something, without their endings, in their order."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    return [short for short in map(stem, words) if len(short) > 1 and short not in _EMPTY]


def grams_of(text: str) -> Counter[str]:
    """Count the pairs of neighbouring letters inside the words that say something."""
    return Counter(first + second for word in stems(text) for first, second in pairwise(word))


def weights(title: str, text: str) -> dict[str, int]:
    """Return the weight of each gram: 1–1000, so that the squares sum to about 1,000,000. Empty text: nothing."""
    counts: Counter[str] = Counter()
    for part, times in ((title, TITLE_TIMES), (text, 1)):
        for gram, count in grams_of(part).items():
            counts[gram] += times * min(count, MOST_REPEATS)
    kept = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_GRAMS])
    total = sum(kept.values())
    return {gram: max(1, isqrt(WHOLE * WHOLE * count // total)) for gram, count in kept.items()}


def common(first: Mapping[str, int], second: Mapping[str, int]) -> int:
    """Say in thousandths how much two texts have in common, by the weights of their grams."""
    return min(WHOLE, sum(weight * second.get(gram, 0) for gram, weight in first.items()) // WHOLE)


def shared_parts(text: str, asked: Collection[str]) -> list[tuple[str, bool]]:
    """Cut a text into (part, whether its word shares a gram with what was asked), for highlighting."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for found in _WORD.finditer(text):
        word = stem(found[0].casefold())
        known = word not in _EMPTY and any(a + b in asked for a, b in pairwise(word))
        if known:
            parts += [(text[end : found.start()], False), (found[0][: len(word)], True)]
            end = found.start() + len(word)
    parts.append((text[end:], False))
    return [(part, marked) for part, marked in parts if part]
