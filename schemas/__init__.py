"""Schemas name: the nouns of the archive and every rule decidable from values alone.

Allowed: msgspec, python-stdnum and the standard library. Never here: input or
output, the clock, the environment, SQL, HTTP. Imported by all, imports none.
"""
