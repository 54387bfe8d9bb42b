"""The site on several machines, each a network namespace; docs/several-machines.md says what it shows."""
