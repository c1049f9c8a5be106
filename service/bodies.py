"""JSON bodies as they come: what is no JSON, or bears what cannot be kept, is the sender's mistake and said so."""

from typing import Any

from litestar import Request
from litestar.exceptions import ClientException


class AskedRequest(Request[Any, Any, Any]):
    """A request whose body may be anything at all."""

    async def json(self) -> Any:  # noqa: ANN401 - as the framework has it
        """The body.

        Raises:
            ClientException: it is not in UTF-8, nested too deep, or a text in it bears a NUL.
        """
        try:
            found = await super().json()
            if b"\\u0000" in await self.body() and _bears_nul(found):
                raise ClientException("no se admite el carácter nulo")
        except UnicodeDecodeError as error:
            raise ClientException("el JSON no está en UTF-8") from error
        except RecursionError as error:
            raise ClientException("el JSON tiene demasiados niveles") from error
        return found


def _bears_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(map(_bears_nul, value)) or any(map(_bears_nul, value.values()))
    return isinstance(value, list) and any(map(_bears_nul, value))
