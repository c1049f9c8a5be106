"""What the institute says of itself in its privacy notices and its security document: one TOML file, named by a setting."""

from pathlib import Path

import msgspec

from schemas.errors import Misconfigured
from schemas.system_errors import reason

UNSAID = "El Instituto no lo ha señalado todavía."
"""What stands where the file says nothing: it is never left out in silence."""


class Transfer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To whom personal data are transferred with consent, and what for (LGPDPPSO 21-VII)."""

    to: str
    purpose: str


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A measure of the work plan: what, who answers for it, until when (LGPDPPSO 29-V)."""

    measure: str
    who: str
    by: str


class Institute(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything the file may say; empty is not said. Texts are Spanish, as they are shown.

    `name` and `address` are of the controller, `legal_basis` what empowers it, `sensitive` which sensitive data it treats,
    `consent_purposes` those for which consent is asked, `refusal` how it is refused, `arco` how the rights are exercised,
    `transparency_unit` its address, `changes` how changes of the notice are told, `updated_on` when it was last changed.
    `servers`, `administrators`, `backups` and `disks` say where data are and who keeps them; `training` and `plan` are parts of
    the security document, `risks` what the institute adds to its analysis.
    """

    name: str = ""
    address: str = ""
    legal_basis: str = ""
    sensitive: str = ""
    consent_purposes: tuple[str, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    refusal: str = ""
    arco: str = ""
    transparency_unit: str = ""
    changes: str = ""
    updated_on: str = ""
    servers: str = ""
    administrators: str = ""
    backups: str = ""
    disks: str = ""
    training: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    plan: tuple[Step, ...] = ()


def read_institute(path: str) -> Institute:
    """What the file at `path` says; nothing is said without a path.

    Raises:
        Misconfigured: it cannot be read, or says something that is not known here.
    """
    if not path:
        return Institute()
    try:
        return msgspec.toml.decode(Path(path).read_bytes(), type=Institute)
    except OSError as error:
        raise Misconfigured(f"LEGAJO_INSTITUTE: no se puede leer '{path}': {reason(error)}.") from error
    except msgspec.DecodeError as error:
        raise Misconfigured(f"LEGAJO_INSTITUTE: '{path}' no se entiende: {error}.") from error
