"""`python -m service.cli` is the `legajo` command."""

from service.cli import main

main()
