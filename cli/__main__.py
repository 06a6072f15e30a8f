"""``python -m motionsearch.cli``."""

from motionsearch.cli.app import main

main()
