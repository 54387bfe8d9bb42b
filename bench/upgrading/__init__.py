"""What the upgrade drill is made of: a newer release, readers at a steady rate, a server that is replaced."""
