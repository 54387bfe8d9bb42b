"""What a bare machine needs to run and to test the site; the standard library only."""
