"""What the site itself says to readers, in the language of the text it stands beside."""

from language.names import own_name
from language.voices import Voice, voice

__all__ = ["Voice", "own_name", "voice"]
