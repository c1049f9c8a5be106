"""Which values of a paper that is a title are those of its note: of a pagaré, and of a contract that is one itself (contrato-pagaré)."""

NOTE = "promissory_note"
"""The type of a pagaré, and the name of the field that holds its number."""
CONTRACT_NOTE = "credit_contract_note"
"""The type of a contract that is a title itself; its note bears the contract's number."""
NUMBERS = {NOTE: NOTE, CONTRACT_NOTE: "contract"}
"""By type of paper the field that holds the number of its note."""
TYPES = tuple(NUMBERS)
AMOUNTS = ("amount", "amount_words", "amount_figures")
_VALUES = ("signed_on", "due_on", "ordinary_rate", "default_rate")
FIELDS = {
    NOTE: (NOTE, *AMOUNTS, *_VALUES),
    CONTRACT_NOTE: ("contract", *AMOUNTS, "document_date", *_VALUES),
}
"""By type the names of the values that the registry takes of a note, in the order in which a person reads them: the number first."""
SIGNED = ("signed_on", "document_date")
"""Fields that say when a title was signed, the first that is there; the date of a contract is the day of its signature."""
EVERY_FIELD = tuple(dict.fromkeys(name for names in FIELDS.values() for name in names))


def number_key(number: str) -> str:
    """The number of a note as the registry keeps it."""
    return " ".join(number.upper().split())
