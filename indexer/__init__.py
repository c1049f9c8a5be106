"""Indexer derives: everything that can be made again from the originals.

`stages/` are pure functions, page in and result out; `engines/` wrap the PDF,
image, OCR and barcode libraries; `search/` is the full-text port and its back
ends; `sandbox.py` opens foreign files in limited child processes.
"""
