"""The registry: create or change, get, list, import and export records of every kind."""

from service.operations.registry.entries import change, changes, get, listing, upsert, upsert_once

__all__ = ["change", "changes", "get", "listing", "upsert", "upsert_once"]
