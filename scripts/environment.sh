# Sourced by demo.sh and test.sh: makes the virtual environment once, and again only when pyproject.toml changes.
# Usage: prepare_environment EXTRAS, where EXTRAS is "" or "[dev]". Leaves the folder's path in $venv.

prepare_environment() {
    venv="${MOTIONSEARCH_VENV:-$root/.venv}"
    stamp="$venv/.motionsearch$1"
    if [ -z "${PYTHON:-}" ]; then
        PYTHON=python3
        command -v python3 >/dev/null 2>&1 || PYTHON=python
    fi
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || {
        echo "motionsearch needs Python 3.10 or later; set PYTHON to one" >&2
        exit 2
    }
    if [ -f "$stamp" ] && cmp -s "$stamp" "$root/pyproject.toml"; then
        return
    fi
    echo "Setting up $venv (the first time this downloads several GB, nearly all of it torch) ..." >&2
    [ -x "$venv/bin/python" ] || "$PYTHON" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$root$1"
    case "$1" in
    *dev*)
        # By itself: the faiss-cpu that it asks for would lie over the files of faiss-gpu.
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "milvus-lite>=3.2,<4" ||
            echo "Milvus Lite cannot be had here; the tests of libraries in Milvus skip" >&2
        ;;
    esac
    cp "$root/pyproject.toml" "$stamp"
}
