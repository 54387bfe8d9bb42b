"""The texts that a new site begins with: its manual, and one of every kind of content."""
