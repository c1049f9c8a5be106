"""What lists of several pages are asked for in their address."""

from typing import Annotated

from litestar.params import QueryParameter

Words = Annotated[str, QueryParameter(max_length=200)]
"""What is looked for, as it was typed."""

NameCursor = Annotated[str | None, QueryParameter(max_length=400)]
"""Where a list ordered by name goes on: it holds the last name, which is longer than an id."""
