"""Names of people and bodies made comparable and sortable (DOMAIN 2.1)."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from schemas.folding import confusion_key, fold, within_one_edit

_PARTICLES = frozenset(("DE", "DEL", "LA", "LAS", "LOS", "EL", "Y", "E", "DELA", "DELOS", "DELAS"))
_SHORT = {
    "MA": "MARIA",
    "MRIA": "MARIA",
    "M": "MARIA",
    "J": "JOSE",
    "FCO": "FRANCISCO",
    "FCA": "FRANCISCA",
    "GPE": "GUADALUPE",
    "ANT": "ANTONIO",
    "HDEZ": "HERNANDEZ",
    "RDZ": "RODRIGUEZ",
    "GLEZ": "GONZALEZ",
    "FDEZ": "FERNANDEZ",
    "MTZ": "MARTINEZ",
    "GTZ": "GUTIERREZ",
    "VZLA": "VALENZUELA",
}
_TITLES = frozenset(
    ("C", "LIC", "LICENCIADO", "LICENCIADA", "ING", "DR", "DRA", "MTRO", "MTRA", "PROF", "PROFR", "PROFRA", "SR", "SRA",
     "SRITA", "CC", "CP", "ABOGADO", "ABOGADA")
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_MOST_TOKENS = 12
_ROUGH = 400
_NEAR = 0.7


def name_tokens(text: str) -> tuple[str, ...]:
    """The words of a name that identify: upper case, unaccented, Ñ as N; titles and particles gone, MA. and J. spelt out.

    At most twelve. A name that is nothing but particles keeps them.
    """
    words = [word.upper() for word in _WORD.findall(fold(text))][: 2 * _MOST_TOKENS]
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    kept = [_expanded(word, at, words) for at, word in enumerate(words) if word not in _PARTICLES]
    return tuple(kept or words)[:_MOST_TOKENS]


def _expanded(word: str, at: int, words: list[str]) -> str:
    """Abbreviated given names in full; a single letter only before another word (`J. JESUS`, not `JUAN P`)."""
    if len(word) == 1 and at + 1 >= len(words):
        return word
    return _SHORT.get(word, word)


def name_key(text: str) -> str:
    """The name as compared: `name_tokens` in the order written, one blank between."""
    return " ".join(name_tokens(text))


def sort_key(text: str) -> str:
    """A key whose plain order is Spanish order: accents aside, ñ after every n, *de la Cruz* at D.

    Stored, it gives the same order on every database.
    """
    marked = text.replace("ñ", "\x00").replace("Ñ", "\x00").replace("n\u0303", "\x00").replace("N\u0303", "\x00")
    folded = fold(marked).replace("\x00", "n{")
    return re.sub(r"[^a-z0-9{]+", " ", folded).strip()


def similarity(first: str, second: str) -> float:
    """How alike two names are, 0-1, whatever their order and forgiving OCR: 1.0 same words, a missing surname about 0.8.

    Words are paired one to one, longest agreement first, and weigh by their length.
    """
    one, two = name_tokens(first), name_tokens(second)
    if not one or not two:
        return 0.0
    if sorted(one) == sorted(two):
        return 1.0
    score = _paired(one, two)
    if len(one) != len(two):
        joined = Indel.normalized_similarity(confusion_key("".join(one)), confusion_key("".join(two)))
        score = max(score, joined if joined > 0.9 else 0.0)
    return min(score, 0.995)


def nearest(sought: str, keys: Sequence[str], limit: int) -> list[int]:
    """Places of the names that bear every word sought, near enough, the nearest first; for whoever misspells or forgets a surname.

    Args:
        sought: what somebody remembers of a name.
        keys: names as `name_key` makes them.
        limit: how many at most.
    """
    words = name_tokens(sought)
    if not words:
        return []
    rough = process.extract(" ".join(words), keys, scorer=fuzz.token_set_ratio, limit=_ROUGH, score_cutoff=40)
    scored = [(_borne(words, name.split()), at) for name, _, at in rough]
    return [at for score, at in sorted(scored, key=lambda one: (-one[0], one[1])) if score > 0][:limit]


def _borne(words: tuple[str, ...], name: list[str]) -> float:
    """How well the name bears the words, 0-1; 0 where it lacks one of them."""
    best = [max((1.0 if own.startswith(word) else _alike(word, own) for own in name), default=0.0) for word in words]
    return sum(best) / len(best) if min(best) >= _NEAR else 0.0


def same_name(first: str, second: str) -> bool:
    """Whether two names differ by no more than OCR or a slip of the pen: as many words, each of them the same.

    Stricter than any `similarity`: MARIO is not MARIA, nor ANA LUISA ANA LUCIA,
    for those are brothers and sisters. Order does not matter.
    """
    one, two = list(name_tokens(first)), list(name_tokens(second))
    if len(one) != len(two) or not one:
        return False
    for word in one:
        match = next((other for other in sorted(two, key=lambda other: other != word) if _one_word(word, other)), None)
        if match is None:
            return False
        two.remove(match)
    return True


def _one_word(first: str, second: str) -> bool:
    if first == second or confusion_key(first) == confusion_key(second):
        return True
    if min(len(first), len(second)) < 6 or not within_one_edit(first, second):
        return False
    return not (first[-1] != second[-1] and {first[-1], second[-1]} & {"A", "O"})


def _paired(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    pairs = sorted(
        ((_alike(a, b), i, j) for i, a in enumerate(one) for j, b in enumerate(two)),
        key=lambda pair: (-pair[0], pair[1:]),
    )
    left, right = set(range(len(one))), set(range(len(two)))
    agreed = 0.0
    for score, i, j in pairs:
        if score < 0.6:
            break
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            agreed += score * (len(one[i]) + len(two[j]))
    return agreed / sum(len(word) for word in one + two)


def _alike(first: str, second: str) -> float:
    if first == second:
        return 1.0
    short = min(len(first), len(second))
    if short == 1:
        return 0.8 if first[0] == second[0] else 0.0
    keys = confusion_key(first), confusion_key(second)
    if keys[0] == keys[1]:
        return 0.97
    plain = fuzz.ratio(first, second) / 100
    return max(plain, 0.97 * fuzz.ratio(*keys) / 100) if short > 2 else 0.0
