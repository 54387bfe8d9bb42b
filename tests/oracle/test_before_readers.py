"""What comes before readers see a text: previews leave nothing, plans and receipts say exactly what went."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from redis import Redis

from content import planning, publishing
from content.actors import SITE
from content.models import Planned
from content.revisions import newest
from studio import receipts, sharing
from studio.models import Receipt
from tests import world
from tests.oracle import small_site
from tests.oracle.addresses import SEARCHES, every_address

pytestmark = pytest.mark.usefixtures("pages_redis", "transactional_db")


@pytest.fixture
def site() -> None:
    small_site.lay_out()


def everything(redis: Redis) -> dict[bytes, bytes | None]:
    """All keys, each as Redis itself would write it down; what counts and beats is left out."""
    kinds = (b"pc:p:", b"pc:t:", b"pc:lk:")
    return {key: redis.dump(key) for key in redis.scan_iter("pc:*") if key.startswith(kinds)}


def revised(post, **fields):
    return publishing.revise(actor=SITE, thing=post, fields=fields, base=newest(post))


def warm(client: Client) -> dict[str, bytes]:
    """Every page kept, by its address."""
    return {address: client.get(address).content for address in every_address(client)}


def test_a_preview_leaves_no_byte_in_redis(client: Client, site: None, pages_redis: Redis) -> None:
    post = world.post("Galley", topics=[world.topic()])
    warm(client)
    revised(post, title="Proof", body="Quite another text.")
    link = f"/preview/{sharing.share(actor=SITE, thing=post, lasts='day')}/"
    before = everything(pages_redis)
    for address in ("", "cards/", "at/", "at/blog/", "at/topics/queries/", "at/feed.atom"):
        assert "Proof" in client.get(link + address).text
    assert client.get(f"{link}at/blog/nothing-here/").status_code == 404
    assert everything(pages_redis) == before
    assert "Proof" not in client.get("/blog/galley/").text


def test_a_planned_change_purges_what_it_changes_and_no_more(client: Client, site: None) -> None:
    post = world.post("Galley", body="Before.")
    planning.plan(
        actor=SITE, thing=post, revision=revised(post, body="After."), at=timezone.now() + timedelta(days=1)
    )
    before = warm(client)
    Planned.objects.update(at=timezone.now() - timedelta(seconds=1))
    assert planning.apply_due(timezone.now()) == 1
    states = {address: client.get(address) for address in before}
    purged = {address for address, answer in states.items() if answer["X-Page-Cache"] != "hit"}
    changed = {address for address, answer in states.items() if answer.content != before[address]}
    assert changed <= purged
    assert "/blog/galley/" in changed
    assert purged - changed <= {"/sitemap.xml", *SEARCHES}


def test_a_receipt_names_what_went(client: Client, site: None) -> None:
    ines = world.ines()
    post = world.post("Galley", body="Before.")
    warm(client)
    with receipts.kept(ines, "publish", post) as slip:
        publishing.publish(actor=ines, thing=post, revision=revised(post, title="Proof"))
    assert "/blog/galley/" in slip.addresses
    assert "/blog/" in slip.addresses
    assert slip.is_confirmed
    client.force_login(ines)
    page = client.get(receipts.address(slip)).text
    assert "It stands." in page
    assert "Lists that show it" in page


def test_a_receipt_is_honest_when_redis_is_away(
    client: Client, site: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pagecache import link

    ines, post = world.ines(), world.post("Galley")
    revision = revised(post, title="Proof")

    def away(*args: object, **kwargs: object) -> None:
        raise link.Away

    with monkeypatch.context() as patch:
        patch.setattr(link, "run", away)
        patch.setattr("pagecache.untold.PATIENCE", 0, raising=False)
        with receipts.kept(ines, "publish", post) as slip:
            publishing.publish(actor=ines, thing=post, revision=revision)
    assert not Receipt.objects.get(pk=slip.pk).is_confirmed
    client.force_login(ines)
    assert "unconfirmed" in client.get(receipts.address(slip)).text
