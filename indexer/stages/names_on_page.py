"""A name of a person on a page: where it begins, where it ends, and what is none."""

import re

from indexer.stages.surface import Surface
from schemas.fields import Known
from schemas.folding import fold
from schemas.names import name_tokens, similarity

_STOP_WORDS = """
    curp con domicilio firma firmas en su por a quien quienes vs contra acreditado acreditada aval avalista
    expediente juicio juzgado nombre licenciado licenciada lic suscriptor deudor solidario calle avenida blvd
    boulevard privada presente cedula rfc mexicano mexicana mayor como que se para telefono demandado demandados
    demandada actor actora ante recibo fecha vencimiento datos endosatario apoderado representado representante al
    cargo bajo ced representacion suscrito testigo instituto promoviendo demandando cuyo siendo exp asunto via c cc
    recibio autorizo conformidad no num ejecutivo mercantil obligado principal credito edad estado juez secretario
    ambos periodo domicilios escrito pagare programa clave elector el convenio contrato actuario actuaria encargado
    director directora subdirector subdirectora jefe jefa titular notario magistrado magistrada vocal registrador
    parte curso escuela carrera respectivamente propio propia propios derecho derechos
"""
_STOP = frozenset(_STOP_WORDS.split())
"""Words that end a name, or begin none."""
_PARTICLE = frozenset(["de", "del", "la", "las", "los", "y", "mc", "van", "von", "da"])
_LEADING = frozenset(("de", "del"))
"""What a surname may begin with (*DE LA ROSA*), where it stands first."""
_NAME_WORD = re.compile(r"[ \t]*\n?[ \t]*[\[|`]?([^\W_][^\W_]*(?:['’\-][^\W_]+)?\.?)")
_GAP = re.compile(
    r"[\s.:,;\-_]*(?:(?:el|la|los|las)\s+(?=c\.|cc\.|lic))?(?:(?:c\.|lic\.|licenciad[oa]|cc\.|ing\.|mtr[oa]\.)\s*)*"
)
_LONGEST_SHORT = (4, 3)  # letters, with its point, of what may be a short form in a name; once three words are there
_CRUMBS = re.compile(r"[\[|`]")  # what frames and dust are read as
_FULL_LINE = 52  # characters; shorter lines are labels, addresses and signatures
_PLAIN_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)?\.?")


def name_before(surface: Surface, at: int, known: Known) -> tuple[str, int, int] | None:
    """The name that ends right before `at`, as name, start and end in the text; None where no name does."""
    words = list(_PLAIN_WORD.finditer(surface.text, max(0, at - 90), at))
    first = len(words)
    while first > 0 and len(words) - first < 9:
        word = words[first - 1].group()
        bare = fold(word).strip(".")
        gap = surface.text[words[first - 1].end() : words[first].start() if first < len(words) else at]
        if first < len(words) and word.endswith(".") and len(word) > _LONGEST_SHORT[0] + 1:
            break
        if first < len(words) and "\n" in gap and not _wraps(surface, words[first - 1].start()):
            break
        if first < len(words) and {_case(word), _case(words[first].group())} == {"upper", "mixed"}:
            break
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


def whole_name(surface: Surface, start: int, end: int, known: Known) -> tuple[str, int, int] | None:
    """The name that fills a stretch of a line, a title before it aside; None where anything else stands there too."""
    gap = _GAP.match(surface.folded, start, end)
    first = gap.end() if gap else start
    words = list(_PLAIN_WORD.finditer(surface.text, first, end))
    bare = [fold(word.group()).strip(".") for word in words]
    if not words or any(one in _STOP for one in bare) or bare[0] in _PARTICLE:
        return None
    if not all(one in _PARTICLE or _capital(word.group()) for one, word in zip(bare, words, strict=True)):
        return None
    if _CRUMBS.sub("", _PLAIN_WORD.sub("", surface.text[first:end])).strip(" .,:;_-"):
        return None
    name = " ".join(word.group() for word in words).strip(" .,-")
    return (name, first, words[-1].end()) if _is_name(name, known) else None


def _case(word: str) -> str:
    """`upper` or `mixed`, empty where a word is too short to tell, or a particle."""
    letters = [letter for letter in word if letter.isalpha()]
    if len(letters) <= 2 or fold(word).strip(".") in _PARTICLE:
        return ""
    return "mixed" if sum(letter.islower() for letter in letters) > len(letters) // 2 else "upper"


def _capital(word: str) -> bool:
    return word[0].isupper() or (word[0].isdigit() and sum(letter.isalpha() for letter in word) > len(word) // 2)


def name_at(surface: Surface, at: int, known: Known) -> tuple[str, int, int] | None:
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
            if surface.text.startswith("\n", end):  # the end of a sentence, and of its line
                return None
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
        return not words and not (word[0].isupper() and bare in _LEADING)
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
