"""Rows become instances without Django's asking of each column who else would like to set it."""

from collections.abc import Collection, Sequence
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState


class Loaded(models.Model):
    """A model of which pages load many rows: nothing listens to how its instances come to be.

    Source: Django's documentation, "Customizing model loading". Columns that were left out are deferred, as
    everywhere: they are not in the instance, and are asked for when they are read.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(  # type: ignore[override]  # the stubs are for a Django that hands over more
        cls, db: str | None, field_names: Collection[str], values: Sequence[Any]
    ) -> Self:
        made = cls.__new__(cls)
        made._state = ModelState()
        made._state.adding, made._state.db = False, db
        vars(made).update(zip(field_names, values, strict=True))
        return made
