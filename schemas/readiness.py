"""Whether a credit may be given to a lawyer (revisión de asignación, DOMAIN 1.1 R2): what stands against it, each with its reason."""

import msgspec


class CreditState(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a credit when it is to be assigned.

    `original_in_vault` is None where no original is registered; `originals_missing` counts open notes whose original
    nobody located beside those located. `endorsed_to` are other lawyers whose endorsement nobody crossed out.
    `prescribed` and `alive` count the clocks of note and obligor, `days_left` are those to the nearest pessimistic limit
    of the living ones, `undated` tells of a note without a day to count from. `other_suits` are file numbers of suits on
    the same notes.
    """

    original_in_vault: bool | None
    original_holder: str = ""
    originals_missing: int = 0
    scanned: bool
    both_sides: bool
    endorsed: bool
    endorsed_to: tuple[str, ...] = ()
    obligors_complete: bool
    days_left: int | None
    prescribed: int = 0
    alive: int = 0
    undated: bool = False
    assigned_to: str = ""
    other_suits: tuple[str, ...] = ()


class Finding(msgspec.Struct, frozen=True):
    """One finding: a stable code, a sentence in Spanish, and whether it forbids the assignment or only warns."""

    code: str
    sentence: str
    refuses: bool


def findings(credit: CreditState, margin_days: int) -> tuple[Finding, ...]:
    """What stands against assigning the credit; empty when it is ready.

    Without a located original, with another active lawyer, with a suit going on or the action prescribed against
    everybody it is refused; what can still be mended is a warning.
    """
    told = (*_original(credit), *_scan(credit), *_matter(credit), *_time(credit, margin_days))
    return tuple(told)


def refused(found: tuple[Finding, ...]) -> bool:
    """Whether any of them forbids it."""
    return any(one.refuses for one in found)


def _original(credit: CreditState) -> list[Finding]:
    if credit.original_in_vault is None:
        return [Finding("no_original", "No se ha localizado el original del pagaré.", True)]
    if not credit.original_in_vault:
        where = f"; lo tiene {credit.original_holder}" if credit.original_holder else ""
        return [Finding("original_out", f"El original del pagaré no está en la bóveda{where}.", True)]
    if credit.originals_missing:
        said = f"No se han localizado los originales de {credit.originals_missing} de sus pagarés."
        return [Finding("some_originals", said, False)]
    return []


def _scan(credit: CreditState) -> list[Finding]:
    if not credit.scanned:
        return [Finding("not_scanned", "El pagaré no está digitalizado de forma legible.", True)]
    found = []
    if not credit.both_sides:
        found.append(Finding("one_side", "Falta digitalizar el reverso del pagaré.", False))
    if credit.endorsed_to:
        whom = ", ".join(credit.endorsed_to[:5])
        said = f"El pagaré sigue endosado a {whom}: cancele ese endoso y digitalícelo (LGTOC 35)."
        found.append(Finding("endorsed_elsewhere", said, False))
    if not credit.endorsed:
        found.append(Finding("not_endorsed", "El pagaré no tiene endoso en procuración digitalizado.", False))
    return found


def _matter(credit: CreditState) -> list[Finding]:
    found = []
    if credit.assigned_to:
        found.append(Finding("assigned", f"El crédito ya está asignado a {credit.assigned_to}.", True))
    if credit.other_suits:
        found.append(
            Finding("sued", f"Ya hay juicio sobre el mismo pagaré: {', '.join(credit.other_suits[:5])}.", True)
        )
    if not credit.obligors_complete:
        found.append(Finding("obligors", "Faltan datos de los obligados (CURP o domicilio).", False))
    return found


def _time(credit: CreditState, margin_days: int) -> list[Finding]:
    if credit.prescribed and not credit.alive:
        return [Finding("prescribed", "La acción cambiaria ya prescribió.", True)]
    found = []
    if credit.undated or not (credit.prescribed or credit.alive):
        said = "No se puede calcular la prescripción: falta el vencimiento del pagaré."
        found.append(Finding("no_clock", said, False))
    if credit.prescribed:
        said = f"Ya prescribió la acción cambiaria de {credit.prescribed} de sus pagarés y obligados."
        found.append(Finding("some_prescribed", said, False))
    if credit.days_left is not None and credit.days_left < 0:
        said = "Según la lectura pesimista la acción cambiaria ya prescribió."
        found.append(Finding("pessimistic", said, False))
    elif credit.days_left is not None and credit.days_left < margin_days:
        found.append(Finding("soon", f"Faltan {credit.days_left} días para la prescripción.", False))
    return found
