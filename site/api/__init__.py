"""The read API: what readers see, as JSON, for programs. Public content only, and nothing is written here."""
