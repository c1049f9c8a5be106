"""The privacy notices (avisos de privacidad integral y simplificado, LGPDPPSO 20-22), made of what the institute says of itself."""

import msgspec

from schemas.institute import UNSAID, Institute

PURPOSES = (
    "Acreditar, administrar y recuperar los créditos educativos otorgados, por la vía extrajudicial y judicial.",
    "Integrar, custodiar y consultar los expedientes de crédito y de juicio, y entregarlos a la autoridad que los requiera.",
    "Atender a las personas acreditadas, a sus avales y deudores solidarios, y sus solicitudes.",
)
"""What the data are treated for here, without consent: rights and duties of a legal relationship (LGPDPPSO 16-V)."""
DATA = (
    ("De identificación", "nombre, CURP, RFC, clave de elector, fecha y lugar de nacimiento, sexo, firma y fotografía en documentos"),
    ("De contacto", "domicilios, teléfonos y correo electrónico"),
    ("Laborales y escolares", "empleador, institución y periodo escolar"),
    ("Patrimoniales", "créditos, pagarés, saldos, pagos, garantías y bienes embargados"),
    ("De procedimientos", "juicios, promociones, resoluciones y notificaciones en que son parte"),
)  # fmt: skip
"""Which personal data the tables and papers of this archive hold."""
_ARCO = (
    "Puede solicitar el acceso, la rectificación o la cancelación de sus datos, u oponerse a su tratamiento, ante la Unidad de "
    "Transparencia, acreditando su identidad o la de su representante; se responde en veinte días hábiles, que pueden ampliarse una "
    "vez por diez, y lo procedente se ejecuta en quince (LGPDPPSO 43 a 49)."
)


class Item(msgspec.Struct, frozen=True):
    """A part of a notice: its title, what it says, and whether the institute has said it."""

    title: str
    lines: tuple[str, ...]
    said: bool = True


class Notice(msgspec.Struct, frozen=True):
    """A notice: `whole` is the integral one. `updated_on` as the institute writes it."""

    whole: bool
    name: str
    items: tuple[Item, ...]
    updated_on: str


def simplified(institute: Institute, name: str) -> Notice:
    """The simplified notice: fractions I, IV, VII and VIII of article 21 (LGPDPPSO 22); where the whole is, its page says."""
    items = (_controller(institute, name), _purposes(institute), _transfers(institute), _refusal(institute))
    return Notice(False, institute.name or name, items, institute.updated_on)


def integral(institute: Institute, name: str) -> Notice:
    """The whole notice: the nine fractions of article 21."""
    items = (
        _controller(institute, name),
        Item("Datos personales que se tratan", tuple(f"{kind}: {those}." for kind, those in DATA)),
        _one("Datos personales sensibles", institute.sensitive),
        _one("Fundamento legal", institute.legal_basis),
        _purposes(institute),
        Item("Derechos ARCO", (institute.arco or _ARCO,)),
        _one("Domicilio de la Unidad de Transparencia", institute.transparency_unit),
        _transfers(institute),
        _refusal(institute),
        _one("Cambios a este aviso", institute.changes),
    )
    return Notice(True, institute.name or name, items, institute.updated_on)


def _one(title: str, text: str) -> Item:
    return Item(title, (text or UNSAID,), bool(text))


def _controller(institute: Institute, name: str) -> Item:
    where = f"con domicilio en {institute.address}" if institute.address else f"Domicilio: {UNSAID}"
    return Item("Responsable", (institute.name or name, where), bool(institute.address))


def _purposes(institute: Institute) -> Item:
    consent = tuple(f"Con su consentimiento: {one}" for one in institute.consent_purposes)
    none = "No se tratan datos para finalidades que requieran su consentimiento."
    return Item("Finalidades", (*PURPOSES, *(consent or (none,))))


def _transfers(institute: Institute) -> Item:
    told = tuple(f"A {one.to}, para {one.purpose}" for one in institute.transfers)
    return Item("Transferencias", told or ("No se realizan transferencias que requieran su consentimiento.",))


def _refusal(institute: Institute) -> Item:
    """Nothing is to be refused where nothing is asked."""
    title = "Cómo manifestar su negativa"
    if institute.consent_purposes or institute.transfers:
        return _one(title, institute.refusal)
    return Item(title, (institute.refusal or "No hay tratamiento ni transferencia que requiera su consentimiento.",))
