"""A fictitious office to measure against: people, credits, lawsuits, and their papers as scanners deliver them.

Everything is invented; what is measured on it is measured against `truth.json`.
"""

from benchmarks.office.measured import OneDebtor, debtor_with, stamped_page
from benchmarks.office.office import Office, OfficeOptions, make_office
from benchmarks.office.pages import Printed, Scan, render_page

__all__ = [
    "Office", "OfficeOptions", "OneDebtor", "Printed", "Scan", "debtor_with", "make_office", "render_page",
    "stamped_page",
]  # fmt: skip
