"""Which mailbox an e-mail address leads to, so that one mailbox is not many to whoever counts."""


def mailbox(address: str) -> str:
    """*address* in small letters and without what stands behind a plus, which many servers deliver alike.

    Where one does not, two people share a limit, and nothing else. Source: RFC 5233, section 1.
    """
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
