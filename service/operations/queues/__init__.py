"""Queues: each module is a query, a clock and an order. `running.py` knows them all."""
