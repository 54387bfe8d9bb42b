from django.apps import AppConfig


class Ephemeral(AppConfig):
    name = "ephemeral"
