"""Whether a credit may be given to a lawyer (revisión de asignación, DOMAIN 1.1 R2): what stands against it, each with its reason."""

import msgspec


class CreditState(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a credit when it is to be assigned.

    `original_in_vault` is None where no original is registered. `days_left` are those to the pessimistic limit of
    prescription, None when it cannot be computed. `other_suits` are file numbers of suits on the same notes.
    """

    original_in_vault: bool | None
    original_holder: str = ""
    scanned: bool
    both_sides: bool
    endorsed: bool
    obligors_complete: bool
    days_left: int | None
    assigned_to: str = ""
    other_suits: tuple[str, ...] = ()


class Finding(msgspec.Struct, frozen=True):
    """One finding: a stable code, a sentence in Spanish, and whether it forbids the assignment or only warns."""

    code: str
    sentence: str
    refuses: bool


def findings(credit: CreditState, margin_days: int) -> tuple[Finding, ...]:
    """What stands against assigning the credit; empty when it is ready.

    Without a located original, with another active lawyer, with a suit going on or the action prescribed it is
    refused; what can still be mended is a warning.
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
    return []


def _scan(credit: CreditState) -> list[Finding]:
    if not credit.scanned:
        return [Finding("not_scanned", "El pagaré no está digitalizado de forma legible.", True)]
    found = []
    if not credit.both_sides:
        found.append(Finding("one_side", "Falta digitalizar el reverso del pagaré.", False))
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
    if credit.days_left is None:
        return [Finding("no_clock", "No se puede calcular la prescripción: falta el vencimiento del pagaré.", False)]
    if credit.days_left < 0:
        return [Finding("prescribed", "La acción cambiaria ya prescribió.", True)]
    if credit.days_left < margin_days:
        return [Finding("soon", f"Faltan {credit.days_left} días para la prescripción.", False)]
    return []
