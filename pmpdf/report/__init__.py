"""PostMortem → PDF: the report room, and the only importer of reportlab."""

from pmpdf.report.press import Built, Options, build, compose
from pmpdf.report.translation import Progress, translate, translation_beside

__all__ = [
    "Built",
    "Options",
    "Progress",
    "build",
    "compose",
    "translate",
    "translation_beside",
]
