"""Room on the disks: how much there is, and how much is too little, for whoever asks or tells."""

import shutil
from pathlib import Path

LEAST_FREE, LITTLE_FREE = 200, 1_000  # MB


def free_at(folder: Path) -> int:
    """The MB that are free where *folder* is."""
    return shutil.disk_usage(folder).free // 1_000_000
