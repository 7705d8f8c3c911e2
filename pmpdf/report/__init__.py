"""PostMortem → PDF: the report room, and the only importer of reportlab."""

from pmpdf.report.press import Built, Options, build, compose

__all__ = ["Built", "Options", "build", "compose"]
