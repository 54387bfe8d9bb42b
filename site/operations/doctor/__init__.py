"""What is wrong with this installation, and how it is mended (``manage.py doctor``)."""

from operations.doctor import machine, media, public, stores, watching
from operations.doctor.findings import Check, Finding

CHECKS: dict[str, tuple[Check, ...]] = {
    "Machine": (machine.versions, machine.room, machine.rights, machine.secrets, machine.clock),
    "Database": (
        stores.answers,
        stores.version,
        stores.kind,
        stores.migrations,
        stores.change_log,
        stores.waiting,
        stores.renderer,
    ),
    "Kept pages": (stores.pages_redis, stores.cache, stores.keeper, stores.routes),
    "Media": (media.bucket,),
    "In public": (
        public.address,
        public.secret_key,
        public.hosts,
        public.server,
        public.proxies,
        public.certificate,
        public.assets,
        public.letters,
        public.subscribers,
        public.people,
    ),
    "Backups": (public.kept,),
    "Watching": (watching.receivers,),
}

__all__ = ["CHECKS", "Check", "Finding"]
