"""The `legajo` command with its pages: the one place where both are put together."""

from importlib import import_module
from typing import Any

from schemas.settings import Settings
from service import cli


def make_application(settings: Settings) -> Any:  # noqa: ANN401 - an ASGI application is whatever can be called so
    """The pages and the API, imported when they are to be served: other verbs need not wait for them."""
    return import_module("web.asgi").create_app(settings, warms=True)


def main() -> None:
    """Run the command line."""
    cli.main(make_application)


if __name__ == "__main__":
    main()
