"""Keeping the site going: what a release makes ready, and what the worker does by the clock."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"
