#!/usr/bin/env bash
# Makes this folder ready to run: system packages, virtual environment, Python packages.
# Every make target calls it first. A finished set-up is recognised by its fingerprint, so the
# second call is over at once; an interrupted one is begun anew.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly script=config/deploy/set_up.sh
readonly package_list=config/deploy/apt-packages.txt
readonly lock=requirements.lock
readonly stamp=.venv/.set-up-finished
readonly unfinished=.venv/.set-up-unfinished

say() { printf '[set-up] %s\n' "$*" >&2; }

stop() {
    say "$@"
    exit 1
}

# Whatever makes an old set-up useless: other packages, another Python, the folder moved.
fingerprint() {
    { cat "$script" "$package_list" "$lock" && pwd && .venv/bin/python -V; } 2>&1 | sha256sum
}

finished() { [[ -x .venv/bin/python && -f $stamp && "$(<"$stamp")" == "$(fingerprint)" ]]; }

fits() {
    command -v "$1" >/dev/null &&
        "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

# The machine's own python3 first; Kivy is published for Python up to 3.13.
choose_python() {
    local name
    for name in python3 python3.12 python3.11 python3.13; do
        if fits "$name"; then
            command -v "$name"
            return
        fi
    done
}

makes_environments() { [[ -n $1 ]] && "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# One line for each need of the list, without comments: "libzbar0 libzbar0t64".
needs() { sed -e 's/#.*//' -e 's/|/ /g' "$package_list" | awk 'NF { $1 = $1; print }'; }

# Sets `missing` to the needs that no installed package meets.
find_missing() {
    local python=$1 installed line name met
    # One call for all names; dpkg-query fails when a name is unknown here, which is no fault.
    installed=" $(needs | xargs dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' 2>/dev/null |
        sed -n 's/^[a-z]i *//p' | tr '\n' ' ' || true)"
    missing=()
    while read -r line; do
        if [[ $line == python3-venv ]] && makes_environments "$python"; then
            continue
        fi
        met=no
        for name in $line; do
            if [[ $installed == *" $name "* ]]; then
                met=yes
            fi
        done
        if [[ $met == no ]]; then
            missing+=("$line")
        fi
    done < <(needs)
}

# The first of the names that this release knows; apt-get itself translates the older names.
known_name() {
    local name
    for name in "$@"; do
        if apt-cache show "$name" >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
    echo "$1"
}

install_system_packages() {
    local missing line names=() as_root=()
    find_missing "$1"
    if ((${#missing[@]} == 0)); then
        return
    fi
    if [[ $(id -u) != 0 ]]; then
        if sudo -n true 2>/dev/null; then
            as_root=(sudo)
        else
            for line in "${missing[@]}"; do
                # shellcheck disable=SC2086  # a line is a list of names
                names+=("$(known_name $line)")
            done
            say "These system packages are missing and this user may not install them. Please run"
            say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names[*]}"
            stop "and then start again."
        fi
    fi
    say "Installing system packages"
    "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=120 update </dev/null >&2 ||
        say "The package lists could not all be renewed; trying with what is there."
    for line in "${missing[@]}"; do
        # shellcheck disable=SC2086  # a line is a list of names
        names+=("$(known_name $line)")
    done
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 \
        install -y --no-install-recommends "${names[@]}" </dev/null >&2 ||
        stop "The system packages could not be installed: ${names[*]}"
}

check_system_packages() {
    if command -v dpkg-query >/dev/null; then
        install_system_packages "$1"
    else
        say "No Debian packages on this system; please see to it that it has: $(needs | awk '{ print $1 }' | tr '\n' ' ')"
    fi
}

# Whether .venv is whole, made by this Python, and made here: its commands hold the folder's name.
usable_environment() {
    [[ ! -e $unfinished ]] && fits .venv/bin/python && [[ $(.venv/bin/python -V) == "$("$1" -V)" ]] &&
        grep -qsF "$(pwd -P)/.venv" .venv/bin/activate && .venv/bin/python -m pip --version >/dev/null 2>&1
}

make_environment() {
    local python=$1 version
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    makes_environments "$python" ||
        stop "$python cannot make virtual environments: please install the package python$version-venv."
    if ! usable_environment "$python"; then
        say "Making the virtual environment .venv with Python $version"
        rm -rf .venv
        mkdir .venv
        touch "$unfinished"
        "$python" -m venv .venv
    fi
    touch "$unfinished"
    rm -f "$stamp"
    say "Installing Python packages from $lock"
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --require-hashes -r "$lock" </dev/null >&2 ||
        stop "The Python packages could not be installed; see the lines above. The next start begins anew."
    # Whoever may not write here, or does not want to, would compile all of it at every start.
    .venv/bin/python -m compileall -q kiosk drivers screens >&2
    fingerprint >"$stamp"
    rm -f "$unfinished"
}

main() {
    local python
    if finished; then
        return
    fi
    # Two commands started at once: the second waits here, then finds the work done.
    exec 9<"$lock"
    flock 9
    if finished; then
        return
    fi
    python=$(choose_python)
    check_system_packages "$python"
    python=$(choose_python)
    [[ -n $python ]] || stop "No suitable Python found: this needs Python 3.11, 3.12 or 3.13 (python3 -V shows yours)."
    make_environment "$python"
    say "Ready"
}

main
