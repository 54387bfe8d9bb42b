"""Addresses that anybody may invent share their tags: a million of them must not fill Redis with sets."""

import pytest

from tests.unit.config.made import page_at

# Numbers of archives, months and files have tags of their own; the sweeper is quicker than they can come.
INVENTED = "/{}/ /{}.md /blog/{}x/ /blog/{}x.md /topics/{}/ /topics/{}/feed.atom /authors/{}/ /series/{}/"


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", INVENTED.split())
def test_an_invented_address_has_no_tag_to_itself(pattern: str) -> None:
    made = [page_at(pattern.replace("{}", word)) for word in ("proofs", "type", "zebra")]
    assert {page.said[0] for page in made} == {404}
    own = [{tag for tag in page.tags if "~" not in tag} for page in made]
    assert own[0] == own[1] == own[2]
