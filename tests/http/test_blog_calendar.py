"""Years and months."""

from datetime import UTC, datetime

import pytest

from blog import calendars
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_years():
    for year, month in ((2019, 3), (2021, 3), (2021, 11), (2026, 1)):
        world.post(f"Of {year}-{month}", at=datetime(year, month, 5, tzinfo=UTC))


def test_a_year_lists_its_months_newest_first(read, three_years):
    page = read("/blog/2021/")
    assert [h.get_text() for h in page.select(".month")] == ["November", "March"]
    assert [a.get_text() for a in page.select(".contents a")] == ["Of 2021-11", "Of 2021-3"]


def test_years_lead_to_the_next_that_has_something(read, three_years):
    page = read("/blog/2021/")
    assert page.select_one("a[rel=prev]")["href"] == "/blog/2026/"
    assert page.select_one("a[rel=next]")["href"] == "/blog/2019/"


def test_a_month_lists_its_posts_and_its_neighbours(read, three_years):
    page = read("/blog/2021/11/")
    assert page.h1.get_text() == "November 2021"
    assert [a["href"] for a in page.select(".pager a")] == ["/blog/2026/01/", "/blog/2021/03/"]


def test_a_year_with_very_many_posts_names_its_months_only(read, three_years, monkeypatch):
    monkeypatch.setattr(calendars, "MOST_TITLES", 1)
    page = read("/blog/2021/")
    assert [a["href"] for a in page.select(".month a")] == ["/blog/2021/11/", "/blog/2021/03/"]
    assert page.select(".contents") == []


@pytest.mark.parametrize(
    "address", ["/blog/2020/", "/blog/2021/04/", "/blog/2021/13/", "/blog/2021/3/", "/blog/9999/"]
)
def test_a_time_without_posts_is_missing(read, three_years, address):
    read(address, 404)


@pytest.mark.parametrize("path", ["/blog/202١/", "/blog/archive/1٢/"])
def test_a_number_is_written_in_one_way(client, three_years, path):
    assert client.get(path).status_code == 404
