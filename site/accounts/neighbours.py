"""Which machines are the site's own: those of NEIGHBOURS, where it runs on several."""

from ipaddress import ip_address, ip_network

from django.conf import settings


def is_ours(address: str) -> bool:
    """Whether *address* is this machine's own or a neighbour's, so that our nginx may stand there."""
    if not address:
        return True  # a socket of this machine has none
    try:
        at = ip_address(address)
        return at.is_loopback or any(at in ip_network(each) for each in settings.NEIGHBOURS)
    except ValueError:
        return False
