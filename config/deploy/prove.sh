#!/usr/bin/env bash
# Proofs against programs of others, too heavy for every set-up: the PC/SC driver with Debian's own
# service and virtual reader. Installs what it needs; run it after set_up.sh.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly packages=config/deploy/apt-packages-pcsc.txt
readonly lock=requirements-pcsc.lock

missing=()
while read -r name; do
    dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null | grep -q '^ii' || missing+=("$name")
done < <(sed -e 's/#.*//' "$packages" | awk 'NF')
if ((${#missing[@]} > 0)); then
    if [[ $(id -u) != 0 ]]; then
        printf '[prove] Please run first: sudo apt-get install -y --no-install-recommends %s\n' "${missing[*]}" >&2
        exit 1
    fi
    apt-get update </dev/null >&2 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" </dev/null >&2
fi

install() {
    .venv/bin/python -m pip install --disable-pip-version-check --require-hashes --no-build-isolation \
        --no-deps -r "$1" </dev/null >&2
}

if ! .venv/bin/python -c 'import smartcard' 2>/dev/null; then
    # pyscard may be built from source: its build tools, from the same lock, must be there before it.
    install <(awk '/^[a-z]/ { tools = !/^pyscard==/ } tools || /^#/' "$lock")
    install "$lock"
fi

exec .venv/bin/python -m pytest tests/drivers/pcsc/prove_real_service.py "$@"
