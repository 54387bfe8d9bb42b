"""A passkey and an authenticator app, from the first login to the next, in a browser under the policy."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests import world


@pytest.fixture
def page(people, site) -> Page:
    """Ines' browser, logged in by password, with a device that holds passkeys."""
    cache.clear()
    world.ines()
    page = people()
    page.broken = []
    page.on("console", lambda line: page.broken.append(line.text) if line.type == "error" else None)
    _plug_in_a_device(page)
    page.goto(f"{site.url}/login/")
    give_password(page)
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    return page


def _plug_in_a_device(page: Page) -> None:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def give_password(page: Page) -> None:
    page.get_by_label("Name or e-mail").fill("ines")
    page.get_by_label("Password", exact=True).fill(world.PASSWORD)
    page.get_by_role("button", name="Log in").click()


def say_it_again(page: Page) -> None:
    page.get_by_label("Password", exact=True).fill(world.PASSWORD)
    page.get_by_role("button", name="Go on").click()


def log_out(page: Page, site) -> None:
    page.goto(f"{site.url}/studio/")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(f"{site.url}/")
    page.goto(f"{site.url}/login/")


def test_a_passkey_opens_the_door_without_a_password(page, site):
    page.goto(f"{site.url}/account/passkeys/new/")
    say_it_again(page)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    log_out(page, site)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    assert page.broken == []


def test_a_passkey_is_the_second_factor_of_a_password(page, site):
    page.goto(f"{site.url}/account/passkeys/new/")
    say_it_again(page)
    page.get_by_label("It opens the door without a password").uncheck()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    log_out(page, site)
    give_password(page)
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    assert page.broken == []


def test_a_passkey_that_does_not_answer_is_said_on_the_page(page, site):
    log_out(page, site)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing came from the passkey")


def test_an_app_is_set_up_and_its_code_opens_the_door(page, site):
    page.goto(f"{site.url}/account/app/")
    say_it_again(page)
    secret = re.search(r"Key: (\w+)", page.get_by_text("Key:").inner_text())[1]
    counters = list(totp.yield_hotp_counters_from_time())
    codes = [totp.format_hotp_value(totp.hotp_value(secret, counter)) for counter in counters]
    page.get_by_label("The code that the app shows").fill(codes[1])
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    spare = page.get_by_role("listitem").first.inner_text()
    log_out(page, site)
    give_password(page)
    page.get_by_label("Code").fill(spare)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    assert page.broken == []
