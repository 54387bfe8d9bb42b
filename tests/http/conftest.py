"""Reading pages as a browser does."""

from collections.abc import Callable
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from PIL import Image

Read = Callable[..., BeautifulSoup]


@pytest.fixture
def read(client: Client) -> Read:
    """Ask for an address and read what comes back; the status is as expected or the test fails."""

    def answer(address: str, status: int = 200) -> BeautifulSoup:
        response = client.get(address)
        assert response.status_code == status, f"{address} answered {response.status_code}"
        return BeautifulSoup(response.content, "html.parser")

    return answer


def titles(page: BeautifulSoup) -> list[str]:
    """The titles of the posts that a list shows, in their order."""
    return [link.get_text() for link in page.select(".posts h2 a")]


@pytest.fixture
def red_square() -> bytes:
    """A small picture."""
    made = BytesIO()
    Image.new("RGB", (40, 40), "red").save(made, "PNG")
    return made.getvalue()
