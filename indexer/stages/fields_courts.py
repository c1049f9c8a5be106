"""Which court a document names: a registered one by ordinal, matter and place, else its name as printed."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from indexer.stages.surface import Surface, any_of, cue, loose
from schemas.fields import Field, Known, KnownCourt
from schemas.folding import confusion_key, fold, tokens, within_one_edit

_ORDINALS = ("primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "septimo", "octavo", "noveno", "decimo")
_ORDINAL_OF = {confusion_key(word): str(at) for at, word in enumerate(_ORDINALS, 1)}
_ORDINAL_OF |= {confusion_key(word[:-1] + "a"): str(at) for at, word in enumerate(_ORDINALS, 1)}
_ORDINAL_OF |= {confusion_key("primer"): "1", confusion_key("tercer"): "3"}
_IDLE = frozenset(
    confusion_key(word)
    for word in (
        "de", "del", "la", "lo", "los", "el", "en", "y", "primera", "instancia", "distrito", "judicial", "juzgado", "ramo",
        "estado", "sonora", "materia", "numero", "no", "h", "ciudad", "con", "residencia", "partido",
    )
)  # fmt: skip
_SPAN = cue(
    " ".join(("juzgado juez", *_ORDINALS)),
    rf"(?:{loose('juzgado')}|{loose('juez')}|{any_of(*_ORDINALS)}\s+(?:{loose('de primera instancia')}\s+)?{loose('de')}\s+{loose('lo')})"
    r"(?:[^\n;]{0,150}(?:\n[^\n;]{0,90})?)",
)
_NAME = re.compile(
    rf"{loose('juzgado')}\s+[^\n;,]{{3,60}}?{loose('de lo')}\s+\w+(?:\s+{loose('de')}[l1i]?\s+(?:{loose('distrito judicial de')}\s+)?[a-z0-9]+(?:\s+[a-z0-9]+)?)?"
)
_RUN_ON = frozenset(confusion_key(word) for word in ("de", "del", "con", "y", "en"))
_WORD = re.compile(r"[^\W_]+")
_MOST_SPANS, _SPAN_TOKENS = 60, 16


def court_fields(bodies: Sequence[Surface], known: Known) -> Iterator[Field]:
    """`court`: registered name of each court that the document names, most convincing mention first per page; at most four."""
    keys = [(court, key) for court in known.courts for key in _keys(court)]
    seen: set[str] = set()
    for surface in bodies:
        for match in islice(_spans(surface), _MOST_SPANS):
            found = _named(surface.folded[match.start() : match.end()], keys)
            if found is None or found[0].name in seen or len(seen) >= 4:
                continue
            span = (match.start(), match.start() + found[1])
            yield surface.field("court", span, found[0].name, 0.85 if seen else 0.93)
            seen.add(found[0].name)
        if not seen and (placed := _of_this_place(surface, known.courts)) is not None:
            seen.add(placed[0].name)
            yield surface.field("court", placed[1], placed[0].name, 0.86)
        if not seen and not known.courts and (named := _NAME.search(surface.folded)):
            seen.add("")
            raw = " ".join(surface.text[named.start() : named.end()].split())
            yield surface.field("court", named.span(), raw, 0.6)


def _spans(surface: Surface) -> Iterator[re.Match[str]]:
    """Every beginning of a court's name; within one another, since *Juez del Juzgado…* begins twice."""
    for start in surface.starts(_SPAN.words):
        if match := _SPAN.pattern.match(surface.folded, start):
            yield match


def _of_this_place(surface: Surface, courts: Sequence[KnownCourt]) -> tuple[KnownCourt, tuple[int, int]] | None:
    """The court *of this district*, or named without its place: that of the only city with a court that the page names."""
    words = {confusion_key(token) for token in tokens(surface.folded)}
    here = [court for court in courts if _place(court) & words]
    if len({_place(court) for court in here}) != 1:
        return None
    keys = [
        (court, key)
        for court in here
        for key in dict.fromkeys(one - _place(court) for one in _keys(court))
        if len(key) > 1
    ]
    for match in islice(_spans(surface), _MOST_SPANS):
        found = _named(surface.folded[match.start() : match.end()], keys)
        if found is not None:
            return found[0], (match.start(), match.start() + found[1])
    return None


def _place(court: KnownCourt) -> frozenset[str]:
    """The words of the city and district of a court."""
    _, _, district = fold(court.name).partition("distrito judicial de")
    return court_key(f"{court.city} {district}")


def court_key(name: str) -> frozenset[str]:
    """What tells a court from others in its name: ordinal as a digit, matter, place; order and wording aside."""
    return frozenset(_telling(token) for token in tokens(name) if confusion_key(token) not in _IDLE)


def _keys(court: KnownCourt) -> list[frozenset[str]]:
    names = (court.name, *court.aliases)
    return [key for key in dict.fromkeys(court_key(name) for name in names) if len(key) >= 2]


def _telling(token: str) -> str:
    key = confusion_key(token)
    if key in _ORDINAL_OF:
        return _ORDINAL_OF[key]
    digits = re.match(r"^([1-9il]\d?)(?:[oa]|er|do|ro|to)?$", token)
    return digits.group(1).translate(str.maketrans("il", "11")) if digits else key


def _named(text: str, keys: list[tuple[KnownCourt, frozenset[str]]]) -> tuple[KnownCourt, int] | None:
    """The court whose every telling word stands in the text soonest, and where its name ends; None where two do equally."""
    words = [(match.group(), match.end()) for match in _WORD.finditer(text)][:_SPAN_TOKENS]
    ends: list[tuple[int, int, KnownCourt]] = []
    for court, key in keys:
        end = _covers(words, key)
        if end is not None:
            ends.append((end, -len(key), court))
    if not ends:
        return None
    best = min(ends, key=lambda entry: entry[:2])
    rivals = {entry[2].id for entry in ends if entry[:2] == best[:2]}
    return (best[2], best[0]) if len(rivals) == 1 else None


def _covers(words: list[tuple[str, int]], key: frozenset[str]) -> int | None:
    """Where the last of the telling words ends if all are there; an ordinal must come first and be the only one."""
    missing = set(key)
    first_ordinal = ""
    for word, end in words:
        telling = _telling(word)
        if len(telling) == 1 and telling.isdigit():
            first_ordinal = first_ordinal or telling
            if telling in missing and telling == first_ordinal:
                missing.discard(telling)
        else:
            near = {wanted for wanted in missing if _same(telling, wanted)}
            missing -= near
        if not missing:
            return end
    return None


def _same(read: str, wanted: str) -> bool:
    """Equal, misread by a letter, or run together with the particle behind it (*mercantildel*)."""
    if read == wanted or len(wanted) < 6:
        return read == wanted
    return within_one_edit(read, wanted) or (read.startswith(wanted) and read[len(wanted) :] in _RUN_ON)
