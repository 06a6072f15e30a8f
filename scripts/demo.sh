#!/bin/sh
# Sets up and runs the demo: a sample library of motion, and one query of each kind.
# Arguments go to `motionsearch demo`.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/scripts/environment.sh"
prepare_environment ""
exec "$venv/bin/motionsearch" demo "$@"
