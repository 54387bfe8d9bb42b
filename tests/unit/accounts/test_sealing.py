"""Secrets in the database open with a key that is not there, and a key can be changed."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.exceptions import ImproperlyConfigured

from accounts.resealing import reseal_all
from accounts.sealing import is_fresh, seal, unseal
from tests import world

SECRET = "JBSWY3DPEHPK3PXP"


def test_what_is_sealed_shows_nothing_and_opens_again():
    assert SECRET not in seal(SECRET)
    assert unseal(seal(SECRET)) == SECRET


def test_an_older_key_opens_and_a_missing_one_says_so(settings):
    kept = seal(SECRET)
    settings.SEALING_KEYS = ["another", *settings.SEALING_KEYS]
    assert (unseal(kept), is_fresh(kept)) == (SECRET, False)
    settings.SEALING_KEYS = ["another"]
    with pytest.raises(ImproperlyConfigured, match="SEALING_KEYS"):
        unseal(kept)


@pytest.mark.django_db
def test_an_app_and_recovery_codes_are_sealed_in_the_database():
    ines = world.ines()
    totp.TOTP.activate(ines, SECRET)
    codes = RecoveryCodes.activate(ines).get_unused_codes()
    kept = [str(row.data) for row in Authenticator.objects.all()]
    assert all("sealed:" in each and SECRET not in each for each in kept)
    assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes() == codes


@pytest.mark.django_db
def test_a_release_seals_anew_what_the_newest_key_has_not_sealed(settings):
    totp.TOTP.activate(world.ines(), SECRET)
    Authenticator.objects.create(
        user=world.tomas(), type="totp", data={"secret": SECRET}
    )  # from before seals
    settings.SEALING_KEYS = ["another", *settings.SEALING_KEYS]
    assert reseal_all() == "2 sealed anew"
    settings.SEALING_KEYS = ["another"]
    assert [unseal(row.data["secret"]) for row in Authenticator.objects.all()] == [SECRET, SECRET]
    assert reseal_all() == "unchanged"
