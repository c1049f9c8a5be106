"""What a file is called that came inside another."""

from indexer.engines.plain_page import storable

_LONGEST = 255


def own_name(name: str, number: int) -> str:
    """Its own name as the sender wrote it, without the folders some programs put before it; without any, its number."""
    return " ".join(storable(name).replace("\\", "/").rsplit("/", 1)[-1].split())[:_LONGEST] or f"adjunto-{number}"
