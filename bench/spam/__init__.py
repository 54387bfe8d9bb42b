"""``make drill-spam``: what comes of hostile letters, injected headers and bombed mailboxes, in figures."""
