"""Faults planted for real in the site of the page, each of which ``manage.py doctor`` has to name."""

from dataclasses import dataclass

from bench.debian.looking import step, until
from bench.debian.machine import Debian

DOCTOR = ".venv/bin/python manage.py doctor --no-color 2>&1 || true"
PAGES = "redis-cli -s /var/lib/stet/run/pages.sock config set"
GENERAL = "redis-cli -s /var/lib/stet/run/redis.sock config set"
SQL = "runuser -u postgres -- psql --quiet stet --command"
DROP_TRIGGERS = """DO $$ DECLARE found record; BEGIN
FOR found IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'blog_post'::regclass AND NOT tgisinternal LOOP
EXECUTE 'DROP TRIGGER ' || quote_ident(found.tgname) || ' ON blog_post'; END LOOP; END $$"""
NEWEST = "SELECT max(id) FROM django_migrations"


@dataclass(frozen=True)
class Fault:
    """What root types to *plant* it, the doctor's *words*, and what *mends* it.

    *said* is what the doctor's environment says instead, where the fault is a setting.
    """

    words: str
    plant: str = "true"
    mends: str = "true"
    said: str = ""


def _moved(path: str, words: str) -> Fault:
    return Fault(words, f"mv {path} {path}.kept", f"mv {path}.kept {path}")


def _readable(path: str) -> Fault:
    return Fault(f"can read {path}", f"chmod o+r {path}", f"chmod o-r {path}")


def _stopped(unit: str, words: str) -> Fault:
    return Fault(words, f"systemctl stop {unit}", f"systemctl start {unit}")


FAULTS = {
    "another policy for pages": Fault(
        "maxmemory-policy allkeys-lru",
        f"{PAGES} maxmemory-policy allkeys-lru",
        f"{PAGES} maxmemory-policy volatile-lru",
    ),
    "pages without a limit": Fault("all memory", f"{PAGES} maxmemory 0", f"{PAGES} maxmemory 256mb"),
    "pages on disk": Fault("writes pages to disk", f"{PAGES} save '900 1'", f"{PAGES} save ''"),
    "a general Redis that forgets": Fault(
        "forgets things", f"{GENERAL} maxmemory-policy allkeys-lru", f"{GENERAL} maxmemory-policy noeviction"
    ),
    "one Redis for both": Fault("Both aliases are one", said="REDIS_URL=unix:///var/lib/stet/run/pages.sock"),
    "no general Redis": _stopped("stet-redis", "The general Redis does not answer"),
    "no Redis for pages": _stopped("stet-pages-redis", "The pages' Redis does not answer"),
    "no worker": _stopped("stet-worker", "No kept page is trusted"),
    "no database": _stopped("postgresql", "The database does not answer"),
    "no nginx": _stopped("stet-nginx", "example.org cannot be reached"),
    "triggers gone": Fault(  # the worker would put them back
        "not all seen",
        "systemctl stop stet-worker\n" + f'{SQL} "{DROP_TRIGGERS}"'.replace("$", r"\$"),
        "systemctl start stet-worker",
    ),
    "a migration that is due": Fault(
        "1 migrations are due",
        f'{SQL} "CREATE TABLE kept AS SELECT * FROM django_migrations WHERE id = ({NEWEST}); '
        f'DELETE FROM django_migrations WHERE id = ({NEWEST})"',
        f'{SQL} "INSERT INTO django_migrations SELECT * FROM kept; DROP TABLE kept"',
    ),
    "settings for all": _readable("/srv/stet/.env"),
    "a certificate's key for all": _readable("/etc/stet/tls/privkey.pem"),
    "root's media": Fault(
        "media cannot be written to",
        "chown root /var/lib/stet/media && chmod 755 /var/lib/stet/media",
        "chown stet /var/lib/stet/media && chmod 750 /var/lib/stet/media",
    ),
    "no media": _moved("/var/lib/stet/media", "media is not there"),
    "a full disk": Fault(
        "MB are free at /var/lib/stet/media",
        "mount -t tmpfs -o size=50m tmpfs /var/lib/stet/media",
        "umount /var/lib/stet/media",
    ),
    "an old configuration": Fault(
        "is not of these settings",
        "echo '# old' >> /etc/stet/nginx.conf",
        ".venv/bin/python manage.py nginx_conf --write",
    ),
    "no configuration": _moved("/etc/stet/nginx.conf", "What nginx reads cannot be read"),
    "no routes": _moved("/var/lib/stet/routes.lua", "no table of the routes"),
    "no assets": _moved("/var/lib/stet/static/staticfiles.json", "assets were not made ready"),
    "no backup": _moved("/var/backups/stet/backups", "There is no backup"),
    "no place for backups": Fault("The place for backups cannot be used", said="BACKUP_TO=ftp://nowhere"),
    "nobody who can log in": Fault(
        "Nobody can log in",
        f'{SQL} "UPDATE accounts_user SET is_active = false"',
        f'{SQL} "UPDATE accounts_user SET is_active = true"',
    ),
    "a key that can be guessed": Fault("SECRET_KEY can be guessed", said=f"SECRET_KEY={'x' * 60}"),
    "letters to the log": Fault("only printed to the log", said="EMAIL_URL=console:"),
    "no https": Fault("address is not https", said="SITE_URL=http://example.org"),
    "DEBUG in public": Fault("DEBUG is on", said="DEBUG=1"),
    "a stranger's certificate": Fault("The certificate of example.org is not right"),
    "no mail server": Fault("The mail server does not take letters"),
}


def find_all(debian: Debian) -> None:
    """Plant each fault by itself, hear the doctor name it, and mend it; at last he names none of them."""
    for name, fault in FAULTS.items():
        with step(f"a fault: {name}"):
            debian.type(fault.plant)
            until(debian, lambda fault=fault: fault.words in ask(debian, fault.said), f"{name} is not found")
            debian.type(fault.mends)
    with step(f"{len(FAULTS)} faults were found; mended, the doctor names none that can be mended here"):
        debian.type("runuser -u stet -- .venv/bin/python manage.py migrate --verbosity 0")
        until(debian, lambda: ask(debian).count("✗") == 2, "what was mended is still named")


def ask(debian: Debian, said: str = "") -> str:
    """The doctor's page, where the environment says *said* too."""
    return debian.type(f"runuser -u stet -- env {said} {DOCTOR}")
