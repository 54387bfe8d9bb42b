"""Who sends, as far as it matters for a day: a hash of the network, and how often it has sent just now."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

import ephemeral
from accounts.throttling import client_address, network

WINDOW = 15 * 60  # seconds
MOST = 10  # letters, refused ones counted too, from one network within the window


def hashed(request: HttpRequest, today: date | None = None) -> str:
    """A hash of the sender's network, by a salt of the day: tomorrow nobody can tell it is the same one."""
    day = (today or timezone.now().date()).isoformat()
    return salted_hmac(f"comments {day}", network(client_address(request))).hexdigest()[:32]


def sends_too_often(request: HttpRequest) -> bool:
    """Count one letter from the sender's network, and say whether there were too many."""
    return ephemeral.count(f"comments:{hashed(request)}", WINDOW) > MOST
