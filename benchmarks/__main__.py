"""`python -m benchmarks [--quick] [NAME...]`: all benchmarks of this folder, or those named."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main() -> None:
    words = sys.argv[1:]
    quick = "--quick" in words
    names = [word for word in words if not word.startswith("-")]
    found = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    for name in names or found:
        module = importlib.import_module(f"benchmarks.{name}")
        if hasattr(module, "main"):
            print(f"## {name}\n")
            module.main(quick)
            print()


main()
