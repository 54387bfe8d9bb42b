"""Backups of the whole site: made, thinned out, tried and taken back (docs/backups.md)."""

from operations.backups.faults import Unusable
from operations.backups.making import back_up, made_at
from operations.backups.restoring import Verdict, opened, restore, verify
from operations.backups.stores import Store, store_at
from operations.backups.thinning import thin, whole

__all__ = [
    "Store",
    "Unusable",
    "Verdict",
    "back_up",
    "made_at",
    "opened",
    "restore",
    "store_at",
    "thin",
    "verify",
    "whole",
]
