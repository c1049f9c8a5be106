"""The words that tell in which role a person stands on a paper, before and after the name, with how sure they make it."""

import re

from indexer.stages.surface import any_of, cue, loose

_CALLED = r"(?:como|en\s+su\s+" + loose("caracter de") + r")\s+(?:el\s+)?"
_LABELS: tuple[tuple[str, str, str, float], ...] = (
    ("borrower", "acreditad suscriptor deudor solicitante alumno becario apellidos", any_of("acreditado", "acreditada", "suscriptor", "suscriptora", "deudor", "deudora", "deudor principal", "solicitante", "alumno", "becario", "apellidos y nombres") + r"\)?\s*:", 0.95),
    ("borrower", "suscriptor acreditado", any_of("suscriptor", "acreditado") + r"[)(\w\s]{0,20}\n\s*" + loose("nombre") + r"\s*:", 0.97),
    ("borrower", "nombre", r"(?<![^\n])" + loose("nombre") + r"(?:\s+(?:completo|del\s+" + any_of("acreditado", "alumno", "solicitante") + r"))?\s*[:.]?\s", 0.8),
    ("guarantor", "por aval obligado deudor", any_of("por aval", "aval", "avalista", "obligado solidario", "deudor solidario") + r"\s*:", 0.95),
    ("guarantor", "por aval", any_of("por aval del suscriptor", "por aval", "avalista", "aval") + r"[^\n:]{0,30}\n\s*" + loose("nombre") + r"\s*:", 0.98),
    ("guarantor", "constituye", loose("constituye") + r"(?:\s+como|\s+en)?\s+" + any_of("aval", "avalista", "deudor solidario", "obligado solidario") + r"(?:\s+" + loose("de la totalidad del importe") + r")?", 0.93),
    ("guarantor", "su el libera", any_of("su aval", "el aval", "el avalista", "libera igualmente a") + r"[\s,.]", 0.92),
    ("defendants", "demandad", any_of("demandado", "demandados", "demandada") + r"\s*:", 0.95),
    ("defendants", "en ejecutiva vs contra demand se emplazar", any_of("en contra de", "ejecutiva mercantil a", "vs.", "contra", "vs", "demando de", "demandar a", "se emplaza a", "emplazar a"), 0.9),
    ("borrower", "vengo demand", any_of("vengo a demandar de", "demandar de", "demandando a"), 0.92),
    ("pair", "y por de", any_of("y por la otra", "por la otra parte", "de otra parte", "por otra"), 0.9),
    ("borrower", "hac a recib cargo estimado", any_of("hacer constar que", "hace constar que", "a nombre de", "recibimos de", "recibi de", "recibi del", "a cargo de", "estimado"), 0.88),
    ("borrower", "busca requer notificar", any_of("busca de", "busca del demandado", "busca de la demandada", "busca del c.", "busca de la c.", "requerir a", "requeri a", "notificar a"), 0.86),
    ("borrower", "c", r"(?<![^\n])c\.[ \t]", 0.8),
    ("lawyer", "lic", any_of("licenciado", "licenciada", "lic."), 0.9),
    ("lawyer", "por se presentado promocion endosatario el abogado", any_of("por presentado a", "se tiene a", "presentado por", "promocion de", "endosatario en procuracion a", "el prestador", "abogado"), 0.88),
    ("lawyer", "a en", any_of("a favor del", "a favor de", "en favor de"), 0.85),
)  # fmt: skip
_AFTER: tuple[tuple[str, str, str, float], ...] = (
    ("borrower", "a", r"a\s+quien[^.;]{0,70}?" + any_of("el acreditado", "la acreditada", "el deudor", "el suscriptor"), 0.94),
    ("guarantor", "a", r"a\s+quien[^.;]{0,70}?" + any_of("avalista", "deudor solidario", "el aval", "obligado solidario"), 0.94),
    ("lawyer", "a", r"a\s+quien[^.;]{0,70}?" + any_of("el prestador", "el profesionista", "el abogado"), 0.94),
    ("borrower", "como en", _CALLED + any_of("acreditado", "acreditada", "suscriptor", "deudor"), 0.94),
    ("guarantor", "como en", _CALLED + any_of("avalista", "aval", "deudor solidario", "obligado solidario"), 0.95),
    ("lawyer", "con", r"con\s+(?:r\.?f\.?c|" + any_of("cedula", "ced") + r"\b)", 0.9),
    ("lawyer", "por en", r"por\s+mis?\s+propios?\s+derechos?|en\s+mi\s+" + loose("caracter de"), 0.92),
    ("lawyer", "endosatari apoderad abogad", any_of("endosatario", "endosataria", "apoderado", "apoderada", "abogado", "abogada") + r"(?!\w)", 0.88),
    ("borrower", "con curp", r"(?:con\s+)?curp", 0.78),
    ("official", "juez secretari actuari notari", any_of("juez", "secretario", "secretaria", "actuario", "actuaria", "notario", "notaria"), 0.99),
)  # fmt: skip
LABELLED = tuple(
    (role, cue(words, "(?:" + pattern + r")(?:(?<!\w)|(?!\w))"), sure) for role, words, pattern, sure in _LABELS
)
"""Role, the words before a name, how sure they make it."""
FOLLOWED = tuple((role, cue(words, pattern), sure) for role, words, pattern, sure in _AFTER)
"""Role, the words after a name and no more than a comma, how sure they make it."""
ROLE_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("guarantor", re.compile(r"(?<!\w)" + any_of("aval", "avalista", "obligado solidario", "deudor solidario", "aval del suscriptor", "aval del acreditado"))),
    ("borrower", re.compile(r"(?<!\w)" + any_of("suscriptor", "acreditado", "acreditada", "solicitante", "alumno", "deudor:"))),
    ("lawyer", re.compile(r"(?<!\w)" + any_of("cedula profesional", "licenciado", "licenciada", "endosatario", "el prestador", "mayor de edad", "abogado"))),
)  # fmt: skip
