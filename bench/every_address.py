"""Print what every live text and list says, as hashes by address: ``python -m bench.every_address``."""

import json
from datetime import UTC, datetime

from bench import start

start.django()

from content import kinds  # noqa: E402
from content.models import Person, Topic  # noqa: E402
from operations.backups.pages import FIXED, digests  # noqa: E402

MOMENT = datetime(2026, 6, 1, tzinfo=UTC)


def main() -> None:
    """All of them, at one moment that is the same whenever this runs."""
    addresses = [*FIXED]
    for model in kinds.models().values():
        addresses += [thing.get_absolute_url() for thing in model.objects.published(MOMENT).iterator()]
    for model in (Topic, Person):
        addresses += [each.get_absolute_url() for each in model.objects.all()]
    print(json.dumps(digests(addresses, MOMENT)))


if __name__ == "__main__":
    main()
