"""Names of files as people read them."""


def readable_name(name: str) -> str:
    """The name or path as text that can be stored and shown.

    Names on a disk are bytes: those that are no UTF-8, as old systems and
    archives leave them, are taken for Windows-1252.
    """
    data = name.encode("utf-8", "surrogateescape")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def printed_name(name: str) -> str:
    """The name on one line of a terminal: what would end the line, move the cursor or turn the text around is a question mark."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)
