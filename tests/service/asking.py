"""Requests made up from the routes themselves: every address of the API with values that its own description allows."""

from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute

API = "/api/v1"
ABSENT = "0" * 26
"""An id that nothing has."""


def routes_of(app: Litestar) -> list[tuple[str, str]]:
    """Method and path of every route of the API, as the application serves them."""
    return sorted(
        (method, route.path_format)
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path_format.startswith(API)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS"
    )


class Describer:
    """Makes up what a route requires, from the OpenAPI description."""

    def __init__(self, app: Litestar) -> None:
        self._schema = app.openapi_schema.to_schema()

    def request(self, method: str, path: str, keys: dict[str, str]) -> dict[str, Any]:
        """Arguments for the client: address with the keys filled in, required query, smallest body."""
        said = self._schema["paths"][path].get(method.lower()) or self._schema["paths"][path]["get"]
        url, query = path, {}
        for parameter in said.get("parameters", []):
            name, wanted = parameter["name"], parameter.get("schema", {})
            if parameter["in"] == "path":
                url = url.replace("{" + name + "}", str(keys.get(name) or self.example(wanted) or ABSENT))
            elif parameter["in"] == "query" and parameter.get("required"):
                query[name] = keys.get(name) or self.example(wanted)
        asked: dict[str, Any] = {"method": method, "url": url, "params": query}
        content = said.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            asked["json"] = self.example(content["application/json"]["schema"])
        elif method in ("POST", "PUT"):
            asked["content"] = b"x"
        return asked

    def example(self, schema: dict[str, Any]) -> Any:
        """The smallest value a schema allows."""
        if "$ref" in schema:
            return self.example(self._schema["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
        for choice in ("oneOf", "anyOf", "allOf"):
            if choice in schema:
                return self.example(schema[choice][0])
        if "const" in schema or schema.get("enum"):
            return schema.get("const", (schema.get("enum") or [None])[0])
        kind = schema.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object":
            fields = schema.get("properties", {})
            return {name: self.example(fields[name]) for name in schema.get("required", ()) if name in fields}
        if kind == "array":
            return [self.example(schema.get("items", {})) for _ in range(schema.get("minItems", 0))]
        if kind == "string":
            return {"date": "2026-01-02", "date-time": "2026-01-02T03:04:05Z"}.get(schema.get("format", ""), "x")
        return {"integer": max(1, schema.get("minimum", 1)), "number": 1.0, "boolean": False}.get(str(kind))
