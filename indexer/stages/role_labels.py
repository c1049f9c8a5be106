"""The words that tell in which role a person stands on a paper, before and after the name, with how sure they make it."""

import re

from indexer.stages.surface import Surface, any_of, cue, loose

ADDRESSEE, PLAIN = 0.8, 0.86
"""How sure a line *C. Fulano* makes of whom a paper is about; on a paper to the very person."""
VAGUE = 0.75
"""How sure *el C. Fulano* makes that he is the debtor: only where nobody is called so more plainly."""
_CALLED = r"(?:como|en\s+su\s+" + any_of("caracter de", "calidad de") + r")\s+(?:el\s+)?"
_EITHER = r"(?:\s?[(/]\s?(?:a|as|es|s)\)?)?"
"""*Acreditado(a)*, *deudor/a*."""
_NAME_LABEL = loose("nombre") + r"(?:\s+completo)?\s*(?::|\.{2,}[.\s:]*)"
_LABELS: tuple[tuple[str, str, str, float], ...] = (
    ("borrower", "acreditad suscriptor deudor solicitante alumno becari apellidos beneficiari cliente estimad", any_of("acreditado", "acreditada", "suscriptor", "suscriptora", "deudor", "deudora", "deudor principal", "solicitante", "alumno", "becario", "becaria", "apellidos y nombres", "beneficiario", "beneficiaria", "cliente", "estimado", "estimada") + r"\)?" + _EITHER + r"\s*:", 0.95),
    ("borrower", "suscriptor acreditad deudor", any_of("suscriptor", "suscriptora", "acreditado", "acreditada", "deudor", "deudora") + r"[)(\w\s]{0,20}\n\s*" + _NAME_LABEL, 0.97),
    ("borrower", "acreditad suscriptor deudor", r"(?<![^\n])" + any_of("acreditado", "acreditada", "suscriptor", "suscriptora", "deudor", "deudora", "deudor principal") + _EITHER + r"[ \t]+(?=[a-z])", 0.86),
    ("guarantor", "aval obligad deudor", r"(?<![^\n])" + any_of("aval", "avalista", "obligado solidario", "deudor solidario", "deudora solidaria", "obligada solidaria") + _EITHER + r"[ \t]+(?=[a-z])", 0.87),
    ("borrower", "nombre", r"(?<![^\n])" + loose("nombre") + r"(?:\s+(?:completo|del?\s+(?:la\s+)?" + any_of("acreditado", "acreditada", "alumno", "alumna", "solicitante", "titular", "deudor", "deudora", "suscriptor", "cliente", "depositante", "estudiante", "interesado", "interesada", "becario", "becaria") + _EITHER + r"))?\s*[:.]?\s", 0.8),
    ("guarantor", "por aval obligad deudor nombre", r"(?:" + loose("nombre") + r"\s+del?\s+)?" + any_of("por aval", "aval", "avalista", "obligado solidario", "deudor solidario", "deudora solidaria", "obligada solidaria") + _EITHER + r"\s*:", 0.95),
    ("guarantor", "por aval", any_of("por aval del suscriptor", "por aval", "avalista", "aval") + r"[^\n:]{0,30}\n\s*" + _NAME_LABEL, 0.98),
    ("guarantor", "constituye", loose("constituye") + r"(?:\s+como|\s+en)?\s+" + any_of("aval", "avalista", "deudor solidario", "obligado solidario") + r"(?:\s+" + loose("de la totalidad del importe") + r")?", 0.93),
    ("guarantor", "su el libera", any_of("su aval", "el aval", "el avalista", "libera igualmente a") + r"[\s,.]", 0.92),
    ("defendants", "demandad", any_of("demandado", "demandados", "demandada", "demandadas") + r"\s*:", 0.95),
    ("defendants", "demandad", any_of("demandado", "demandados", "demandada", "demandadas") + r"\s+(?=[a-z])", 0.88),
    ("defendants", "los las", r"l[ao]s\s+(?:ciudadan[oa]s|cc?\.\s?(?:c\.)?)[ \t\n]", 0.86),
    ("defendants", "a emplazamiento notificacion", r"(?<![^\n])(?:" + any_of("emplazamiento", "notificacion") + r"\s+)?a\s*:\s*", 0.88),
    ("defendants", "en ejecutiva oral ordinaria vs contra demand se emplazar", any_of("en contra de", "ejecutiva mercantil a", "oral mercantil a", "ordinaria mercantil a", "vs.", "contra", "vs", "demando de", "demandar a", "se emplaza a", "emplazar a"), 0.9),
    ("borrower", "vengo demand", any_of("vengo a demandar de", "demandar de", "demandando a"), 0.92),
    ("pair", "y por de", any_of("y por la otra", "por la otra parte", "de otra parte", "por otra"), 0.9),
    ("borrower", "hac a recib cargo estimado", any_of("hacer constar que", "hace constar que", "a nombre de", "recibimos de", "recibi de", "recibi del", "a cargo de", "estimado"), 0.88),
    ("borrower", "busca requer notificar", any_of("busca de", "busca del demandado", "busca de la demandada", "busca del c.", "busca de la c.", "requerir a", "requeri a", "notificar a"), 0.92),
    ("borrower", "c sr", r"(?<![^\n])(?:c|sr|sra|srita)\.[ \t]", ADDRESSEE),
    ("borrower", "el la del al de a", r"(?:de\s+la|a\s+la|del|al|el|la)\s+(?:c\.|" + any_of("ciudadano", "ciudadana") + r")[ \t\n]", VAGUE),
    ("lawyer", "lic", any_of("licenciado", "licenciada", "licenciados", "licenciadas", "lic."), 0.9),
    ("lawyer", "por se presentado promocion endosatario el abogado", any_of("por presentado a", "se tiene a", "presentado por", "promocion de", "endosatario en procuracion a", "el prestador", "abogado"), 0.88),
    ("lawyer", "apoderad endosatari", any_of("apoderado", "apoderada", "endosatario", "endosataria") + r"(?:\s+" + any_of("legal", "general", "en procuracion") + r")?,?[ \t\n]", 0.88),
    ("lawyer", "a en", any_of("a favor del", "a favor de", "en favor de"), 0.85),
)  # fmt: skip


def _the(*roles: str) -> str:
    """A role with its article, in quotes or not, as contracts name their parties."""
    return r"(?:el|la)?\s*[\"“«]?\s*(?:(?:el|la)\s+)?" + any_of(*roles)


_TERM = (
    r"(?:a\s+quien(?:es)?|en\s+adelante|en\s+lo\s+sucesivo|"
    + any_of("denominado", "denominada")
    + r")[^.;\"“”«]{0,70}?[\"“”«]?\s?"
)
"""Whom a contract calls by a name of its own from here on."""
_AFTER: tuple[tuple[str, str, str, float], ...] = (
    ("borrower", "a en denominad", _TERM + _the("acreditado", "acreditada", "deudor", "deudora", "suscriptor", "suscriptora", "estudiante", "beneficiario") + r"(?!\s+" + any_of("solidario", "solidaria") + ")", 0.94),
    ("guarantor", "a en denominad", _TERM + _the("avalista", "aval", "deudor solidario", "deudora solidaria", "obligado solidario", "obligada solidaria"), 0.94),
    ("lawyer", "a en denominad", _TERM + _the("prestador", "prestadora", "profesionista", "abogado", "abogada"), 0.94),
    ("borrower", "el la", _the("acreditado", "acreditada", "deudor", "deudora") + r"[\"”»]?\s?\)", 0.93),
    ("guarantor", "el la", _the("aval", "avalista", "deudor solidario", "deudora solidaria", "obligado solidario") + r"[\"”»]?\s?\)", 0.93),
    ("lawyer", "el la", _the("prestador", "prestadora", "profesionista", "abogado") + r"[\"”»]?\s?\)", 0.93),
    ("borrower", "acreditad suscriptor deudor", any_of("acreditado", "acreditada", "suscriptor", "suscriptora", "deudor principal", "deudora principal") + r"(?=\s*[,.;)])", 0.9),
    ("guarantor", "aval deudor obligad", any_of("aval", "avalista", "deudor solidario", "deudora solidaria", "obligado solidario", "obligada solidaria") + r"(?=\s*[,.;)])", 0.9),
    ("borrower", "titular", any_of("titular del credito", "titular de los creditos"), 0.94),
    ("borrower", "como en", _CALLED + any_of("acreditado", "acreditada", "suscriptor", "suscriptora", "deudor", "deudora") + r"(?!\s+" + any_of("solidario", "solidaria") + ")", 0.94),
    ("guarantor", "como en", _CALLED + any_of("avalista", "aval", "deudor solidario", "obligado solidario", "deudora solidaria", "obligada solidaria"), 0.95),
    ("lawyer", "con", r"con\s+(?:r\.?f\.?c|" + any_of("cedula", "ced") + r"\b)", 0.9),
    ("self", "por en", r"por\s+mis?\s+propios?\s+derechos?", 0.92),
    ("borrower", "por", r"por\s+su\s+propio\s+derecho", 0.9),
    ("lawyer", "en", r"en\s+mi\s+" + loose("caracter de") + r"(?!\s+" + any_of("demandado", "demandada", "quejoso", "quejosa", "deudor", "acreditado", "aval") + ")", 0.92),
    ("lawyer", "endosatari abogad", any_of("endosatario", "endosataria", "abogado", "abogada") + r"(?!\w)", 0.88),
    ("deputy", "apoderad", any_of("apoderado", "apoderada") + r"(?!\w)", 0.88),
    ("owner", "con curp", r"(?:con\s+)?curp", 0.78),
    ("official", "juez secretari actuari notari", any_of("juez", "secretario", "secretaria", "actuario", "actuaria", "notario", "notaria"), 0.99),
)  # fmt: skip
LABELLED = tuple(
    (role, cue(words, "(?:" + pattern + r")(?:(?<!\w)|(?!\w))"), sure) for role, words, pattern, sure in _LABELS
)
"""Role, the words before a name, how sure they make it."""
FOLLOWED = tuple((role, cue(words, pattern), sure) for role, words, pattern, sure in _AFTER)
"""Role, the words after a name and no more than a comma, how sure they make it; `self` is who speaks in the paper, `owner` whoever was named last, `deputy` who signs for another."""
ROLE_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("guarantor", re.compile(r"(?<!\w)" + any_of("aval", "avalista", "obligado solidario", "deudor solidario", "aval del suscriptor", "aval del acreditado"))),
    ("borrower", re.compile(r"(?<!\w)" + any_of("suscriptor", "acreditado", "acreditada", "solicitante", "alumno", "deudor:"))),
    ("lawyer", re.compile(r"(?<!\w)" + any_of("cedula profesional", "licenciado", "licenciada", "endosatario", "el prestador", "mayor de edad", "abogado"))),
)  # fmt: skip
_SUIT_PAPERS = frozenset(
    ("complaint", "filing_receipt", "services_contract", "commission_invoice", "power_of_attorney")
)


def role_at(surface: Surface, at: int, kind: str) -> str:
    """Whose number stands at a place: the role named last before it; by the kind of paper where none is."""
    before = surface.folded[max(0, at - 260) : at]
    ends = {role: max((match.end() for match in pattern.finditer(before)), default=-1) for role, pattern in ROLE_MARKS}
    role, end = max(ends.items(), key=lambda entry: entry[1])
    if end >= 0:
        return role
    return "lawyer" if kind in _SUIT_PAPERS else "borrower"
