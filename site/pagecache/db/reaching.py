"""A database that cannot be reached, told apart from one that answers and refuses."""

from functools import cache
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from pagecache import link

LONGEST = 6.0  # seconds: a little more than config/environment.py lets a connection take


class Unreachable(OperationalError):
    """There is no connection to be had: the server is away, turns everybody away, or the file is not there.

    Not every OperationalError: a deadlock, a statement that took too long or SQLite's lock come from a
    database that is there, and of a connection that broke half way nobody knows what it still did. Those are
    faults, to be written down as such. Here nothing was asked of the database yet, so whoever waits may ask
    again.
    """


class Reaching(BaseDatabaseWrapper):
    """Mixed into a database engine: connecting raises Unreachable where it fails.

    A server whose machine is gone costs seconds to be found so. While it is away one thread of a process
    tries, and the others are told at once, or all of them would wait and nobody would get a kept page.
    """

    Database: Any  # the engine's driver

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        breaker = _breaker(str(self.settings_dict["HOST"]), str(self.settings_dict["NAME"]))
        try:
            breaker.check()
            connection = super().get_new_connection(conn_params)
        except link.Resting as resting:
            raise Unreachable("it could not be reached a moment ago") from resting
        except (self.Database.OperationalError, self.Database.InterfaceError) as error:
            breaker.rest()
            raise Unreachable(str(error)) from error
        breaker.succeeded()
        return connection


@cache
def _breaker(host: str, name: str) -> link.Breaker:
    return link.Breaker(LONGEST)
