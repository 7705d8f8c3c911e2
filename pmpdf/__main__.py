"""`python -m pmpdf`."""

from pmpdf.cli import main

main()
