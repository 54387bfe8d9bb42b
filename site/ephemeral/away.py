"""One word for a cache of any kind that does not answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

ASKED = ("add", "get", "get_many", "set", "touch", "incr", "delete", "has_key", "clear")
Class = TypeVar("Class", bound=type)


class Away(Exception):
    """The cache does not answer."""


def away_means(*errors: type[Exception]) -> Callable[[Class], Class]:
    """Let a cache backend raise Away where *errors* would come out of it."""

    def told(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def asked(*args: Any, **kwargs: Any) -> Any:
            try:
                return method(*args, **kwargs)
            except errors as error:
                raise Away(str(error)) from error

        return asked

    def teach(backend: Class) -> Class:
        for name in ASKED:
            setattr(backend, name, told(getattr(backend, name)))
        return backend

    return teach
