"""Who appears in a document and as what."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from indexer.stages.role_labels import FOLLOWED, LABELLED
from indexer.stages.surface import Surface, any_of, cue, loose
from schemas.fields import Field, Known
from schemas.folding import fold
from schemas.names import name_tokens, similarity

_STOP = frozenset(
    [
        "curp",
        "con",
        "domicilio",
        "firma",
        "firmas",
        "en",
        "su",
        "por",
        "a",
        "quien",
        "quienes",
        "vs",
        "contra",
        "acreditado",
        "acreditada",
        "aval",
        "avalista",
        "expediente",
        "juicio",
        "juzgado",
        "nombre",
        "licenciado",
        "licenciada",
        "lic",
        "suscriptor",
        "deudor",
        "solidario",
        "calle",
        "avenida",
        "blvd",
        "boulevard",
        "privada",
        "presente",
        "cedula",
        "rfc",
        "mexicano",
        "mexicana",
        "mayor",
        "como",
        "que",
        "se",
        "para",
        "telefono",
        "demandado",
        "demandados",
        "demandada",
        "actor",
        "actora",
        "ante",
        "recibo",
        "fecha",
        "vencimiento",
        "datos",
        "endosatario",
        "apoderado",
        "representado",
        "representante",
        "al",
        "cargo",
        "bajo",
        "ced",
        "representacion",
        "suscrito",
        "testigo",
        "instituto",
        "promoviendo",
        "demandando",
        "cuyo",
        "siendo",
        "exp",
        "asunto",
        "via",
        "c",
        "cc",
        "recibio",
        "autorizo",
        "conformidad",
        "no",
        "num",
        "ejecutivo",
        "mercantil",
        "obligado",
        "principal",
        "credito",
        "edad",
        "estado",
        "juez",
        "secretario",
        "ambos",
        "periodo",
        "domicilios",
        "escrito",
        "pagare",
        "programa",
        "clave",
        "elector",
        "el",
    ]
)
_PARTICLE = frozenset(["de", "del", "la", "las", "los", "y", "mc", "van", "von", "da"])
_NAME_WORD = re.compile(r"[ \t]*\n?[ \t]*[\[|`]?([^\W_][^\W_]*(?:['’\-][^\W_]+)?\.?)")
_GAP = re.compile(r"[\s.:,;\-_]*(?:(?:c\.|lic\.|licenciad[oa]|cc\.|ing\.|mtr[oa]\.)\s*)*")

_OFFICIAL_BEFORE = re.compile(
    any_of("firma", "firmo", "acordo", "proveyo", "juez", "secretario", "secretaria", "por ante", "ante", "actuario", "notario",
           "resolvio", "sentencio", "el c.", "la c.", "ante mi") + r"\W*(?:(?:el|la)\s+)?(?:lic\w*\.?\s*)?$"
)  # fmt: skip
_SELF = cue(
    "mexican mayor por en con abogado",
    any_of(
        "mexicano", "mexicana", "mayor de edad", "por mis propios derechos", "en mi caracter", "con cedula", "abogado"
    ),
)
_PUNCTUATED = re.compile(r"\s?[,.;]\s*")
_AS_AVAL = cue(
    "y",
    rf"y\s+de\s+(?=[^;.]{{5,80}}?en\s+su\s+{loose('caracter de')}\s+(?:{any_of('avalista', 'aval', 'deudor solidario')}))",
)
_CREDIT_OF = cue(
    "credito",
    rf"{loose('credito')}\s+(?:{loose('educativo')}\s+)?(?:{loose('numero')}|no|num)\s*[.:]*\s*[a-z0-9-]{{4,20}}\s*[,;-]\s*"
    rf"(?:(?:{any_of('otorgado', 'concedido')}|a\s+{any_of('cargo', 'nombre')})\s+(?:a|de)?\s*)?(?=[a-z])",
)
_AGREE = cue("celebra", rf"{loose('celebran')}|{loose('celebra')}")
_AND, _REACH = re.compile(r"(?<!\w)y\s+(?=[a-z])"), 260
_DEPUTY = re.compile(rf"{loose('represent')}|{loose('apoderad')}|{loose('conducto')}")
_JOINT = re.compile(r"[\s,(]{1,4}(?:\([^)]{0,40}\)\s*)?\Z")
_ACTOR = cue("actor parte", rf"{any_of('actor', 'actora', 'parte actora')}\s*:\s*([^\n]{{5,100}})")
_VERSUS = re.compile(r"(?:^|\n)([^\n]{6,100})\n\s*v[s5][.,]?\s*\n")
_PEOPLE = ("borrower", "guarantor", "lawyer")
_MOST = 80
_LONGEST_SHORT = (4, 3)  # letters, with its point, of what may be a short form in a name; once three words are there
_CRUMBS = re.compile(r"[\[|`]")  # what frames and dust are read as
_MOST_DIGITS = 2  # in a word of a name, as OCR may put them there
_FULL_LINE = 52  # characters; shorter lines are labels, addresses and signatures
_PLAIN_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)?\.?")


class _Named(msgspec.Struct, frozen=True):
    role: str
    name: str
    start: int
    end: int
    sure: float


def people_fields(bodies: Sequence[Surface], known: Known) -> Iterator[Field]:
    """`borrower`, `guarantor`, `lawyer`, `plaintiff`, `defendants` by name, one field per person and role."""
    best: dict[tuple[str, str], Field] = {}
    for surface in bodies:
        for named in _names(surface, known):
            field = surface.field(named.role, (named.start, named.end), named.name, named.sure)
            _keep(best, field)
        for field in _plaintiffs(surface):
            best.setdefault((field.name, field.value), field)
    yield from _without_echoes([field for field in best.values() if not _is_official(field, best)])


def _keep(best: dict[tuple[str, str], Field], field: Field) -> None:
    """One field per role and person: the surest reading of a name, the fuller one of equals."""
    for key, other in best.items():
        if key[0] == field.name and similarity(other.value, field.value) > 0.82:
            if (field.confidence, len(field.value)) > (other.confidence + 0.02, len(other.value)):
                best[key] = field
            return
    if len(best) < _MOST:
        best[field.name, field.value] = field


def _is_official(field: Field, best: dict[tuple[str, str], Field]) -> bool:
    """Judges, clerks and notaries are named as lawyers are; who is one anywhere on the paper is no party."""
    if field.name == "official":
        return True
    officials = [other for other in best.values() if other.name == "official"]
    return field.name == "lawyer" and any(similarity(other.value, field.value) > 0.75 for other in officials)


def _without_echoes(fields: list[Field]) -> Iterator[Field]:
    """A person has one role among debtor, guarantor and lawyer: the surest; a defendant may be either of the first two."""
    for field in sorted(fields, key=lambda field: -field.confidence):
        if field.name in _PEOPLE:
            rivals = [other for other in fields if other.name in _PEOPLE and other.name != field.name]
            if any(
                other.confidence > field.confidence and similarity(other.value, field.value) > 0.9 for other in rivals
            ):
                continue
        yield field


def _names(surface: Surface, known: Known) -> Iterator[_Named]:
    for role, label, sure in LABELLED:
        for match in islice(surface.find(label), _MOST):
            yield from _after(surface, match.end(), role, sure, known)
    for match in islice(surface.find(_AS_AVAL), _MOST):
        yield from _after(surface, match.end(), "guarantor", 0.96, known)
    for role, label, sure in FOLLOWED:
        for match in islice(surface.find(label), _MOST):
            joint = _JOINT.search(surface.folded, max(0, match.start() - 50), match.start())
            found = name_before(surface, joint.start(), known) if joint else None
            if found is not None:
                yield _Named(role, *found, sure)
    yield from _own_introduction(surface, known)
    yield from _who_agrees(surface, known)
    for match in islice(surface.find(_CREDIT_OF), _MOST):
        yield from _after(surface, match.end(), "borrower", 0.85, known)


def _who_agrees(surface: Surface, known: Known) -> Iterator[_Named]:
    """`que celebran el Instituto… y RAÚL X Y`: the other party, where no *por la otra* stands before it."""
    for match in islice(surface.find(_AGREE), _MOST):
        for joined in _AND.finditer(surface.folded, match.end(), match.end() + _REACH):
            if _DEPUTY.search(surface.folded, match.end(), joined.start()):
                break
            named = list(_after(surface, joined.end(), "pair", 0.88, known))
            yield from named
            if named:
                break


def _after(surface: Surface, at: int, role: str, sure: float, known: Known) -> Iterator[_Named]:
    """The name that begins at `at`, and for several people the names that follow."""
    found = _name_at(surface, at, known)
    if found is None:
        return
    if role not in ("defendants", "pair"):
        if role == "lawyer" and not _is_lawyer_place(surface, at, found[2]):
            return
        yield _Named(role, *found, sure)
        return
    for order in range(6):
        yield _Named("defendants" if role == "defendants" else "borrower", *found, sure)
        if order < 2:
            yield _Named("borrower" if order == 0 else "guarantor", *found, sure - 0.05)
        joined = re.match(r"[\s,]{1,3}[yY]\s+", surface.text[found[2] :])
        following = _name_at(surface, found[2] + joined.end(), known) if joined else None
        if following is None:
            return
        if role == "pair":
            role = "defendants"
        found = following


def _is_lawyer_place(surface: Surface, at: int, end: int) -> bool:
    """Whether a *licenciado* is the lawyer of the case, not a judge or clerk who signs."""
    if _OFFICIAL_BEFORE.search(surface.folded[max(0, at - 45) : at]):
        return False
    after = surface.folded[end : end + 30]
    return not re.match(r"[\s,.]{0,3}" + any_of("juez", "secretari", "actuari", "notari"), after)


def name_before(surface: Surface, at: int, known: Known) -> tuple[str, int, int] | None:
    """The name that ends right before `at`, as name, start and end in the text; None where no name does."""
    words = list(_PLAIN_WORD.finditer(surface.text, max(0, at - 90), at))
    first = len(words)
    while first > 0 and len(words) - first < 9:
        word = words[first - 1].group()
        bare = fold(word).strip(".")
        gap = surface.text[words[first - 1].end() : words[first].start() if first < len(words) else at]
        if (
            _CRUMBS.sub("", gap).strip()
            or (bare in _STOP)
            or (bare not in _PARTICLE and not _capital(word))
            or bare in ("y", "e")
        ):
            break
        first -= 1
    while first < len(words) and fold(words[first].group()) in _PARTICLE:
        first += 1
    if first >= len(words):
        return None
    start, end = words[first].start(), words[-1].end()
    name = " ".join(_CRUMBS.sub(" ", surface.text[start:end]).split()).strip(" .,-")
    return (name, start, end) if _is_name(name, known) else None


def _capital(word: str) -> bool:
    return word[0].isupper() or (word[0].isdigit() and sum(letter.isalpha() for letter in word) > len(word) // 2)


def _name_at(surface: Surface, at: int, known: Known) -> tuple[str, int, int] | None:
    """The name that starts at or right after `at`: two to seven words in capitals, ended by a word that is no name's."""
    gap = _GAP.match(surface.folded, at)
    start = gap.end() if gap else at
    words: list[str] = []
    end, upper = start, None
    while len(words) < 10:
        match = _NAME_WORD.match(surface.text, end if words else start)
        if match is None or _ends_name(match.group(1), words, upper):
            break
        if words and "\n" in match.group(0) and not _wraps(surface, match.start()):
            break
        upper = match.group(1).isupper() if upper is None and len(match.group(1)) > 2 else upper
        words.append(match.group(1))
        end = match.end()
        if match.group(1).endswith(".") and len(match.group(1)) > _LONGEST_SHORT[len(words) > 2]:
            if len(words) > 1:
                break
            words[-1] = words[-1].rstrip(".")
    while words and fold(words[-1]).strip(".") in _PARTICLE:
        end -= len(words.pop())
    name = " ".join(words).strip(" .,-")
    return (name, start, start + len(surface.text[start:end].rstrip(" .,-\n"))) if _is_name(name, known) else None


def _ends_name(word: str, words: list[str], upper: bool | None) -> bool:
    bare = fold(word).strip(".")
    if bare in ("y", "e"):
        return True
    if bare in _PARTICLE:
        return not words
    if bare in _STOP or not word[0].isalnum() or (word[0].isalpha() and not word[0].isupper()):
        return True
    digits = sum(letter.isdigit() for letter in word)
    if digits > len(word) // 2:
        return True
    return upper is True and len(bare) > 2 and sum(letter.islower() for letter in word) > len(word) // 2


def _wraps(surface: Surface, at: int) -> bool:
    """Whether the line that holds `at` is a full one of a paragraph, so that a name may go on in the next."""
    start = surface.text.rfind("\n", 0, at) + 1
    end = surface.text.find("\n", at)
    return (end if end >= 0 else len(surface.text)) - start >= _FULL_LINE


def _is_name(name: str, known: Known) -> bool:
    parts = name_tokens(name)
    if not 2 <= len(parts) <= 7 or sum(len(part) for part in parts) < 7:
        return False
    if any(len(part) > 22 for part in parts):
        return False
    return not any(similarity(name, own) > 0.75 for own in known.own_names)


def _own_introduction(surface: Surface, known: Known) -> Iterator[_Named]:
    """`RAÚL X Y, mexicano, mayor de edad…`: who files introduces himself at the head of a paragraph."""
    tried: set[int] = set()
    for match in islice(surface.find(_SELF), _MOST):
        line = surface.text.rfind("\n", 0, match.start()) + 1
        for start in {line, surface.text.rfind("\n", 0, max(0, line - 1)) + 1} - tried:
            tried.add(start)
            found = _name_at(surface, start, known) if surface.text[start].isupper() else None
            mark = _PUNCTUATED.match(surface.folded, found[2]) if found else None
            if found and mark and _SELF.pattern.match(surface.folded, mark.end()):
                yield _Named("lawyer", *found, 0.95)


def _plaintiffs(surface: Surface) -> Iterator[Field]:
    for match in (next(surface.find(_ACTOR), None), _VERSUS.search(surface.folded)):
        if match:
            start, end = match.span(1)
            yield surface.field("plaintiff", (start, end), " ".join(surface.text[start:end].split()).strip(" .,"), 0.9)
            return
