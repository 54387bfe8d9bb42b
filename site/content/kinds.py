"""The kinds of content there are, found by their models, so that content need not know pages and blog."""

from typing import Any

from django.apps import apps

from content.models import Publishable


def models() -> dict[str, type[Any]]:
    """Each kind of publishable thing by its name: ``post``, ``page``."""
    return {model.kind: model for model in apps.get_models() if issubclass(model, Publishable)}


def model(kind: str) -> type[Any]:
    """The model of *kind*. Raises LookupError for a kind that there is not."""
    try:
        return models()[kind]
    except KeyError:
        raise LookupError(
            f"There is no kind of content named {kind!r}; there are {', '.join(models())}."
        ) from None


def thing(reference: str) -> Any | None:
    """What a reference like ``post:17`` names, or None."""
    kind, _, said = reference.partition(":")
    found, pk = models().get(kind), number(said)
    return found.objects.find(pk=pk) if found and pk is not None else None


def number(said: str) -> int | None:
    """The number of a row that *said* names, or None; databases count to 19 digits."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 18 else None
