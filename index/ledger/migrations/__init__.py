"""Alembic's migrations of the ledger, run from code when a store is opened."""
