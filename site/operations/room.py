"""How much room on a disk is too little, for the doctor and for the status page."""

LEAST_FREE, LITTLE_FREE = 200, 1_000  # MB
