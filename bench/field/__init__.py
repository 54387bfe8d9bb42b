"""The site on what others run it on: each server of the field, started for real."""
