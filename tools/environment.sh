# The Python environment in .venv, made as the lock files say. Sourced by ./run, ./test and ./check from the root.

export UV_PYTHON_DOWNLOADS=never # the Python that is here
export PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '%s\n' "$*" >&2; }

stop_with() {
    say "$@"
    exit 2
}

find_python() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if command -v "$candidate" >/dev/null &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    stop_with "Python 3.11 or later is needed, and none was found. On Debian: apt-get install python3 python3-venv"
}

make_environment() {
    local python
    python=$(find_python)
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        rm -rf .venv
        command -v uv >/dev/null && uv venv -q --seed --python "$python" .venv ||
            stop_with "$python cannot make an environment. On Debian: apt-get install python3-venv"
    fi
}

fingerprint() { # of what is to be installed: runtime or development
    printf '%s ' "$1"
    cat "requirements/$1.lock" pyproject.toml | cksum
}

install() {
    local lock=requirements/$1.lock
    say "Installing what $lock names ..."
    if .venv/bin/python -m uv --version >/dev/null 2>&1 || .venv/bin/python -m pip install -q uv; then
        .venv/bin/python -m uv pip sync -q --require-hashes "$lock" --python .venv/bin/python
        .venv/bin/python -m uv pip install -q --no-build-isolation --no-deps -e . --python .venv/bin/python
    else
        say "uv is not to be had; pip does the same, more slowly."
        .venv/bin/python -m pip install -q --require-hashes -r "$lock"
        .venv/bin/python -m pip install -q --no-build-isolation --no-deps -e .
    fi
}

# What is installed is noted, so that a second start does not look again. The development environment has
# everything of the runtime one, at the same versions.
prepare_environment() {
    local wanted=$1 note=.venv/installed installed=""
    [ -x .venv/bin/python ] || make_environment
    [ -f "$note" ] && installed=$(cat "$note")
    if [ "$installed" = "$(fingerprint "$wanted")" ] || [ "$installed" = "$(fingerprint development)" ]; then
        return
    fi
    case $installed in development*) wanted=development ;; esac
    rm -f "$note"
    install "$wanted"
    fingerprint "$wanted" >"$note"
}

# A Debian package that a test needs: installed by root, else asked for.
debian_package() {
    local package=$1 why=$2
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing Debian's $package: $why ..."
        export DEBIAN_FRONTEND=noninteractive
        apt-get -qq update >/dev/null
        apt-get -qq install -y --no-install-recommends "$package" >/dev/null
    else
        stop_with "$package is missing: $why. Say: sudo apt-get install --no-install-recommends $package"
    fi
}
