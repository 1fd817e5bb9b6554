"""Advice on a pack, in one list: what its checks found (``checks/``), errors and warnings together."""

from scenarios.checks import findings as advice

__all__ = ["advice"]
