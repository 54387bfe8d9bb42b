"""How the site fares as it grows: ``make bench-scale``."""
