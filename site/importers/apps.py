"""The importers as a Django application, so that their command is found."""

from django.apps import AppConfig


class ImportersConfig(AppConfig):
    name = "importers"
