"""Why a backup was not made or is not taken back, in a sentence for whoever looks after the site."""


class Unusable(Exception):
    """The backup, or the place where backups lie, can not be used. Nothing was changed."""
