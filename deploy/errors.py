"""Why a local platform cannot run."""


class PlatformError(RuntimeError):
    """The platform cannot be started here; the message says why and names the remedy."""
