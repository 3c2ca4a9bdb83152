"""What can go wrong, in one screen. An error's docstring is what its message means."""


class CoachError(Exception):
    """Something the operator or an editor can mend; its text is one plain sentence."""


class SettingsError(CoachError):
    """A setting in the environment cannot be used."""


class ContentError(CoachError):
    """A content file cannot be used: the text names file, entry, key and value."""


class StorageError(CoachError):
    """The database cannot be opened or migrated."""


class StartError(CoachError):
    """A part of the assistant cannot start: a port is taken, a token is refused."""


class ModelError(CoachError):
    """The folder of the language model cannot be used."""


class VoiceError(CoachError):
    """A voice engine or its model cannot be used."""
