"""Run by Alembic with the connection that `migrate` hands over."""

from alembic import context

from storage.records import tables
from storage.records.base import Base

assert tables  # imported for what it registers

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
