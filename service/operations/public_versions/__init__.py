"""Public versions of documents: begun with proposals, confirmed page by page, made, and seen by a second person."""
