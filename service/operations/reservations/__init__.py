"""Reservations of documents and archival files: written down, decided by the committee, extended once, ended; and printed."""
