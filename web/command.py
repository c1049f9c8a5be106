"""The `legajo` command with its pages: the one place where both are put together."""

import signal
from importlib import import_module


def make_application(settings: object) -> object:
    """The pages and the API, imported when they are to be served: other verbs need not wait for them."""
    return import_module("web.asgi").create_app(settings, warms=True)


def main() -> None:
    """Run the command line. Until its modules are read there is nobody to say so: Ctrl+C ends it at once and silently."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    import_module("service.cli").main(make_application)


if __name__ == "__main__":
    main()
