"""Which values of a pagaré's paper are those of its note."""

NOTE = "promissory_note"
"""The type of the document, and the name of the field that holds its number."""
AMOUNTS = ("amount", "amount_words", "amount_figures")
FIELDS = (NOTE, *AMOUNTS, "signed_on", "due_on", "ordinary_rate", "default_rate")
"""Names of the values that the registry takes of a note, in the order in which a person reads them."""


def number_key(number: str) -> str:
    """The number of a note as the registry keeps it."""
    return " ".join(number.upper().split())
