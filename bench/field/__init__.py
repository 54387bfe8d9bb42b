"""The site on what others run it on: each server, cache and store of the field, started for real."""
