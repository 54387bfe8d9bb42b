"""A database that cannot be reached, told apart from one that answers and refuses."""

from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper


class Unreachable(OperationalError):
    """There is no connection to be had: the server is away, turns everybody away, or the file is not there.

    Not every OperationalError: a deadlock, a statement that took too long or SQLite's lock come from a
    database that is there, and of a connection that broke half way nobody knows what it still did. Those are
    faults, to be written down as such. Here nothing was asked of the database yet, so whoever waits may ask
    again.
    """


class Reaching(BaseDatabaseWrapper):
    """Mixed into a database engine: connecting raises Unreachable where it fails."""

    Database: Any  # the engine's driver

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except (self.Database.OperationalError, self.Database.InterfaceError) as error:
            raise Unreachable(str(error)) from error
