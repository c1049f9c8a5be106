"""What went wrong, as a page; and the page behind each problem's `type`."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromPath

from schemas.errors import NotFound
from service.api.asked import AnyRequest
from service.middleware import OPEN, kept_form
from service.problems import EXPLAINED, Problem
from web.forms import go, packed
from web.rendering import show

LOSABLE = ("/salir", "/contrasena")
"""Forms that are not kept: nothing is lost with the one, and the other holds passwords."""
OVER = "La sesión terminó. Lo que escribió se conserva: entre y continúe."


def render_problem(request: AnyRequest, problem: Problem) -> Response[Any] | None:
    """A page for a person, who is sent to sign in where that is what is missing; None for programs."""
    path = request.url.path
    if path.startswith(("/api/", "/schema")) or "text/html" not in request.headers.get("accept", ""):
        return None
    kept = kept_form(request)
    if problem.status == 401 and kept is not None and path not in LOSABLE:
        return show(
            request, "sign_in.html", 401, follow="/", name="", problem=OVER, provider="", to=path, kept=packed(kept)
        )
    if problem.code == "csrf" and kept is not None and path not in LOSABLE:
        return show(request, "go_on.html", 403, to=path, kept=kept)
    if problem.status == 401:
        follow = path + (f"?{request.url.query}" if request.url.query else "")
        return go("/entrar?" + urlencode({"sigue": follow if request.method == "GET" else "/"}))
    if problem.code == "password_change_required":
        return go("/contrasena")
    return show(request, "problem.html", problem.status, problem=problem, explained=EXPLAINED.get(problem.code, ""))


@get("/problems/{code:str}", sync_to_thread=False, opt={OPEN: True}, include_in_schema=False)
def explain(request: AnyRequest, code: FromPath[str]) -> Response[str]:
    """What a code of the API means and what to do about it."""
    if code not in EXPLAINED:
        raise NotFound("No se conoce ese código de error.")
    return show(request, "explained.html", code=code, explained=EXPLAINED[code])


HANDLERS = (explain,)
