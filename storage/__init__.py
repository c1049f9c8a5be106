"""Storage keeps: bytes in `objects/`, rows in `records/`.

A back end is named only in its port's `open.py`. SQLAlchemy and Alembic stay in
`records/`. Storage takes no decisions and knows no HTTP.
"""
