#!/usr/bin/env python
"""Django's command line; the one place that puts site/ and bin/ on its path."""

import os
import sys
from pathlib import Path


def main() -> None:
    house = Path(__file__).resolve().parent
    sys.path[:0] = [str(house), str(house / "site"), str(house / "bin")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
