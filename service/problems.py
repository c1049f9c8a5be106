"""Errors as the API sends them: RFC 9457 `application/problem+json`, one table from kind to status.

`type` is `/problems/<code>`, a page that explains the code; `title` names the
kind; `detail` is one Spanish sentence, safe for strangers; `request_id` finds the
request in the log. Members beyond those stand beside them, never over them.
"""

import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, MethodNotAllowedException, ValidationException

from schemas.errors import ArchiveError, Kind
from service.methods import methods_told
from service.middleware import request_id_of

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger(__name__)

STATUS: dict[Kind, int] = {
    Kind.INVALID: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.TOO_LARGE: 413,
    Kind.UNSUPPORTED: 415,
    Kind.CORRUPT: 422,
    Kind.UNAVAILABLE: 503,
    Kind.MISCONFIGURED: 500,
    Kind.INTERNAL: 500,
}
"""The one table of the HTTP edge."""

STATUS_OF_CODE = {"changed_meanwhile": 412, "bad_range": 416, "locked_out": 429}
"""The few codes for which HTTP has a status of its own, finer than their kind's."""

TITLES: dict[Kind, str] = {
    Kind.INVALID: "La solicitud no se entiende",
    Kind.UNAUTHENTICATED: "Hace falta identificarse",
    Kind.FORBIDDEN: "Sin permiso",
    Kind.NOT_FOUND: "No existe",
    Kind.CONFLICT: "El estado actual no lo permite",
    Kind.TOO_LARGE: "Demasiado grande",
    Kind.UNSUPPORTED: "Tipo de archivo no admitido",
    Kind.CORRUPT: "El archivo no se puede leer",
    Kind.UNAVAILABLE: "No disponible por el momento",
    Kind.MISCONFIGURED: "Error de configuración",
    Kind.INTERNAL: "Error interno",
}

_KIND_OF_STATUS = {
    400: Kind.INVALID,
    401: Kind.UNAUTHENTICATED,
    403: Kind.FORBIDDEN,
    404: Kind.NOT_FOUND,
    405: Kind.INVALID,
    413: Kind.TOO_LARGE,
    415: Kind.UNSUPPORTED,
    503: Kind.UNAVAILABLE,
}
_CODE_OF_STATUS = {405: "method_not_allowed"}
_DETAILS: dict[int, str] = {
    400: "La solicitud no se entiende; revise los parámetros y el cuerpo.",
    401: "Identifíquese con una credencial o una sesión.",
    403: "Su usuario no tiene permiso para esta acción.",
    404: "No hay nada en esta dirección.",
    405: "Esta dirección no admite ese método.",
    413: "El cuerpo de la solicitud es demasiado grande.",
    415: "El tipo de contenido no se admite aquí.",
    503: "El servicio no está disponible por el momento.",
}
EXPLAINED: dict[str, str] = {
    "invalid": "La solicitud no se pudo entender. El campo `errors` dice qué parte y por qué.",
    "method_not_allowed": "La dirección existe, pero no admite ese método HTTP.",
    "unauthenticated": "No llegó ninguna credencial ni sesión.",
    "invalid_token": "La credencial no existe, venció o fue revocada. Pida otra a quien administra.",
    "session_ended": "La sesión terminó por inactividad, por edad o porque se cerró. Entre de nuevo.",
    "wrong_password": "El usuario o la contraseña no son correctos.",
    "second_factor_required": "La contraseña es correcta; falta el código del segundo factor (`code`).",
    "provider_refused": "El proveedor de identidad no confirmó a la persona, o la respuesta no era para este navegador.",
    "unknown_person": "El proveedor reconoce a la persona, pero no hay un usuario activo a su nombre.",
    "wrong_code": "El código del segundo factor no es correcto o ya se usó.",
    "locked_out": "Hubo demasiados intentos fallidos. El mensaje dice cuánto esperar.",
    "weak_password": "La contraseña nueva es demasiado corta o igual a la anterior.",
    "forbidden": "Su perfil no la incluye; si la necesita, pídala a quien administra Legajo.",
    "csrf": "El cambio no traía la clave de la sesión (`X-CSRF-Token`). Abra la página de nuevo y repita.",
    "password_change_required": "La contraseña de un solo uso debe cambiarse antes de seguir.",
    "wrong_offset": "La parte no sigue a lo que ya se guarda. Pregunte por el envío y continúe desde su `offset`.",
    "upload_busy": "Otra parte del mismo archivo se está guardando. Espere un momento y pregunte por el envío.",
    "upload_key_reused": "Esa clave ya nombra otro archivo del mismo remitente. Use una clave por archivo.",
    "nothing_to_undo": "La revisión ya no se puede deshacer: no es suya o el documento cambió después.",
    "shared_original": "El archivo recibido contiene documentos que usted no puede ver; use el PDF con texto.",
    "not_found": "No existe, o no está a su alcance.",
    "searchable_missing": "El PDF con texto aún no se ha hecho o no se pudo hacer.",
    "conflict": "El estado actual no permite la acción.",
    "changed_meanwhile": "Otra persona cambió lo mismo antes. Vuelva a leerlo y repita con el ETag nuevo.",
    "still_referred": "Del documento que se quedaría sin páginas dependen otras cosas. Páselas antes al que las recibe.",
    "still_processing": "El documento todavía se está leyendo. Espere a que tenga resultado.",
    "idempotency_key_reused": "Esa clave ya se usó con una solicitud distinta.",
    "too_large": "El archivo o la solicitud rebasa el máximo permitido.",
    "unsupported": "El contenido no es de un tipo que se reciba aquí.",
    "damaged": "El archivo está dañado y no se puede leer.",
    "password_required": "El archivo está protegido y falta su contraseña.",
    "timed_out": "Leer el archivo rebasó el tiempo, la memoria o los píxeles permitidos.",
    "bad_range": "El rango pedido (`Range`) está fuera del archivo.",
    "unavailable": "Una parte del sistema no responde por el momento. Repita en unos segundos.",
    "misconfigured": "Un ajuste del sistema está mal. Avise a quien administra.",
    "internal": "Ocurrió un error no previsto. El `request_id` permite encontrarlo en el registro.",
}
"""What a code means and what to do, for the page behind `type`; codes not listed explain themselves in `detail`."""

RETRY_SECONDS = 5


class Wrong(msgspec.Struct, frozen=True):
    """One thing that is wrong with a request: where (`body`, or a parameter's name), and what."""

    where: str
    what: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every error answer."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: tuple[Wrong, ...] = ()

    @property
    def code(self) -> str:
        """The stable slug at the end of `type`."""
        return self.type.rsplit("/", 1)[-1]


RenderProblem = Callable[[Request[Any, Any, Any], Problem], Response[Any] | None]
"""Shows a problem as a page where a person asked; None leaves it to JSON."""


def problem_of(request: Request[Any, Any, Any], error: Exception) -> Problem:
    """The problem that tells of an error; what is not one of ours, nor of the framework's, says nothing of itself."""
    if isinstance(error, ArchiveError):
        return make_problem(request, error.kind, error.code, error.detail)
    if isinstance(error, HTTPException) and error.status_code in _KIND_OF_STATUS:
        status = error.status_code
        kind = _KIND_OF_STATUS[status]
        wrong = _wrong(error)
        detail = f"{wrong[0].where}: {wrong[0].what}" if wrong else _DETAILS[status]
        made = make_problem(request, kind, _CODE_OF_STATUS.get(status, kind.value), detail)
        return msgspec.structs.replace(made, status=status, errors=wrong)
    return make_problem(
        request, Kind.INTERNAL, "internal", "Ocurrió un error interno. Si se repite, dé este número a quien administra."
    )


def make_problem(request: Request[Any, Any, Any], kind: Kind, code: str, detail: str) -> Problem:
    """A problem of a kind and code."""
    status = STATUS_OF_CODE.get(code, STATUS[kind])
    return Problem(f"/problems/{code}", TITLES[kind], status, detail, request_id_of(request.scope))


def _wrong(error: HTTPException) -> tuple[Wrong, ...]:
    """What the framework's own validation found; its sentences name fields and types, no values."""
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        found = [item for item in error.extra if isinstance(item, dict)]
        return tuple(Wrong(_where(item), in_spanish(str(item.get("message", "")))) for item in found[:20])
    if error.status_code == HTTPStatus.BAD_REQUEST and error.detail:
        return (Wrong("cuerpo", in_spanish(error.detail)),)
    return ()


def _where(item: dict[str, Any]) -> str:
    name = str(item.get("key") or "data")
    return _CALLED.get(name, name)


_CALLED = {
    **{"data": "cuerpo", "date_from": "from", "date_to": "to", "type_": "type", "format_": "format"},
    **{"wanted_state": "state", "job_state": "state", "wanted": "state"},
}
"""Parameters that the sender knows under another name than ours."""


_PHRASES = (
    (re.compile(r"Object contains unknown field (`[^`]*`)"), r"no se conoce el campo \1"),
    (re.compile(r"Object missing required field (`[^`]*`)"), r"falta el campo \1"),
    (re.compile(r"Expected `(?:int|float)` >= ([\d.]+)"), r"debe ser \1 o más"),
    (re.compile(r"Expected `(?:int|float)` <= ([\d.]+)"), r"debe ser \1 o menos"),
    (re.compile(r"Expected `(?:str|array)` of length <= (\d+)"), r"rebasa \1 caracteres"),
    (re.compile(r"Expected `(?:str|array)` of length >= (\d+)"), r"le faltan caracteres: lleva \1 o más"),
    (re.compile(r"Invalid RFC3339 encoded date\b"), "no es una fecha como 2026-10-01"),
    (re.compile(r"Invalid RFC3339 encoded datetime\b"), "no es un momento como 2026-10-01T09:30:00Z"),
    (re.compile(r"^'data'$"), "falta el cuerpo"),
    (re.compile(r"Expected (`[^`]*`), got (`[^`]*`)"), r"se esperaba \1, no \2"),
    (re.compile(r"Expected (`[^`]*`)"), r"se esperaba \1"),
    (re.compile(r"Invalid enum value (.*?)(?= - at|$)"), r"el valor \1 no es de los admitidos"),
    (re.compile(r"JSON is malformed: .*?\(byte (\d+)\)"), r"el JSON está mal formado (byte \1)"),
    (re.compile(r"Input data was truncated"), "el JSON está incompleto"),
    (re.compile(r"Missing required (\w+) parameter '([^']*)'.*"), r"falta el parámetro `\2`"),
    (re.compile(r" - at (`[^`]*`)"), r", en \1"),
)


def in_spanish(sentence: str) -> str:
    """The validator's sentence in Spanish, as far as it is a usual one; at most 300 letters."""
    for found, said in _PHRASES:
        sentence = found.sub(said, sentence)
    return sentence[:300]


def respond(problem: Problem) -> Response[Any]:
    """The problem as an answer."""
    headers = {}
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_SECONDS)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="legajo"'
    return Response(problem, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)


def _note(problem: Problem, error: Exception) -> None:
    """Write what failed to the log, once: a back end that is away or full fails every request, and its trace says nothing new."""
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        _log.error("request %s failed: %s: %r", problem.request_id, problem.code, error.__cause__ or error)
    else:
        _log.error("request %s failed: %s", problem.request_id, problem.code, exc_info=error)


def problem_handler(render: RenderProblem | None) -> Callable[[Request[Any, Any, Any], Exception], Response[Any]]:
    """The one exception handler of the application."""

    def handle(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        if isinstance(error, MethodNotAllowedException) and (told := methods_told(request, error)):
            return told
        problem = problem_of(request, error)
        if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _note(problem, error)
        response = (render and render(request, problem)) or respond(problem)
        response.headers.update(getattr(error, "headers", None) or {})
        return response

    return handle
