"""Web shows: server-rendered pages in Spanish, mounted on the service.

Pages call `service.operations`, never the API over HTTP, and hold no rule.
"""
