"""The `legajo` command with its pages: the one place where both are put together."""

from service import cli
from web.asgi import create_app


def main() -> None:
    """Run the command line."""
    cli.main(create_app)


if __name__ == "__main__":
    main()
