#!/usr/bin/env bash
# Sees to the programs that tests need besides Python's packages. On Debian and Ubuntu, what is
# missing is installed; elsewhere it is named, with the command that installs it and what nobody
# can test until then. Says nothing when everything is there.
set -euo pipefail
cd "$(dirname "$0")/.."

PYTHON=${PYTHON:-python3}
# The names under which tests/browser.py looks for it.
CHROMIUM=(chromium chromium-browser google-chrome)

has() { command -v "$1" >/dev/null; }

has_any() { for name in "$@"; do has "$name" && return; done; return 1; }

# Where tests/postgres.py looks, too.
has_postgres() {
    local IFS=: folder
    for folder in $PATH /usr/lib/postgresql/*/bin; do
        [[ -x $folder/initdb && -x $folder/postgres ]] && return
    done
    return 1
}

# What drives Chromium is linked to it; a bare Linux comes without. ROOT is for tests.
has_libatomic() {
    [[ $OSTYPE != linux* ]] || compgen -G "${ROOT:-}/usr/lib*/libatomic.so.1" >/dev/null ||
        compgen -G "${ROOT:-}/usr/lib/*/libatomic.so.1" >/dev/null
}

# Where there is an environment already, nothing is needed to make one.
has_python() { [[ -x .venv/bin/pip ]] || has "$PYTHON"; }
has_venv() { [[ -x .venv/bin/pip ]] || "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; }

# For other versions and processors, PocketSphinx is compiled while it is installed.
has_wheel() {
    [[ -x .venv/bin/pip ]] || ! has "$PYTHON" || "$PYTHON" -c '
import platform, sys
version = sys.version_info[:2] in ((3, 11), (3, 13))
sys.exit(not (version and (sys.platform == "darwin" or platform.machine() == "x86_64")))'
}
has_headers() {
    "$PYTHON" -c '
import pathlib, sys, sysconfig
sys.exit(not pathlib.Path(sysconfig.get_path("include"), "Python.h").exists())'
}

missing() {
    has make || echo make
    has_python || echo python
    has_venv || echo venv
    has_wheel || has cc || echo compiler
    has_wheel || has_headers || echo headers
    has_any "${CHROMIUM[@]}" || echo chromium
    has_libatomic || echo libatomic
    has_postgres || echo postgresql
    has flite || echo flite
}

# What a package is called: package apt chromium
package() {
    case $1:$2 in
        apt:python) echo "${PYTHON##*/}" ;;
        apt:venv) echo "${PYTHON##*/}-venv" ;;
        apt:headers) echo "${PYTHON##*/}-dev" ;;
        apt:chromium) apt_chromium ;;
        apt:libatomic) echo libatomic1 ;;
        dnf:python | dnf:venv) echo python3 ;;
        dnf:headers) echo python3-devel ;;
        dnf:postgresql) echo postgresql-server ;;
        *:venv | *:headers) echo python ;;
        *:compiler) echo gcc ;;
        pacman:libatomic) echo gcc-libs ;;
        brew:chromium) echo "--cask google-chrome, and link its program as google-chrome" ;;
        brew:postgresql) echo "postgresql@17, and put its folder bin on the PATH" ;;
        *) echo "$2" ;;
    esac
}

# Ubuntu has only the longer name.
apt_chromium() { [[ $(apt-cache madison chromium) ]] && echo chromium || echo chromium-browser; }

as_root() { if ((EUID)); then sudo "$@"; else "$@"; fi; }

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" >/dev/null; }

install_with_apt() {
    local one packages=()
    ((EUID == 0)) || has sudo || return
    echo "Installing what tests need with apt-get; this happens once:" "$@"
    apt update || echo "apt-get could not renew its lists of packages." >&2
    for one in "$@"; do packages+=("$(package apt "$one")"); done
    apt install --no-install-recommends "${packages[@]}"
}

# Begins the command that installs something here.
installer() {
    if has apt-get; then echo sudo apt-get install
    elif has dnf; then echo sudo dnf install
    elif has pacman; then echo sudo pacman -S
    elif has brew; then echo brew install
    else echo "with the package manager of this system, install"
    fi
}

untested() {
    case $1 in
        chromium | libatomic) echo "the page of the browser chat" ;;
        postgresql) echo "storage on PostgreSQL" ;;
        flite) echo "understanding speech" ;;
        *) echo "anything" ;;
    esac
}

explain() {
    local one install system
    install=$(installer)
    system=${install##*sudo }
    for one in "$@"; do
        echo "Missing: $one. Without it nobody can test $(untested "$one"):" \
            "$install $(package "${system%%[ -]*}" "$one")"
    done
}

found=$(missing)
# Twice, for only a Python that is there can be asked what else it needs.
for _ in 1 2; do
    [[ $found ]] || break
    has apt-get || break
    # shellcheck disable=SC2086 # one word for each program
    install_with_apt $found || break
    found=$(missing)
done
# shellcheck disable=SC2086
explain $found >&2
