"""The embedded PostgreSQL: for development, tests and demonstrations, never for real people's records."""

from throughcare.foundations.embedded.server import EmbeddedServer, EmbeddedServerError

__all__ = ["EmbeddedServer", "EmbeddedServerError"]
