#!/bin/sh
# Sets up and runs the tests. Arguments go to pytest.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/scripts/environment.sh"
prepare_environment "[dev]"
cd "$root"
# One process a core, each on one thread: the quickest way through many small tests.
OMP_NUM_THREADS=1 exec "$venv/bin/python" -m pytest -n auto --dist loadfile "$@"
