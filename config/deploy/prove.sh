#!/usr/bin/env bash
# Proofs too heavy for every test run; run it after set_up.sh. The first argument chooses one:
#   power-cuts [N]   N power cuts each under journal, gateway and supplies; the controls must fail
#   kills [N]        kiosk and gateway processes killed N times under load; planted faults must be found
#   failover [N]     a PostgreSQL primary killed N times, its standby promoted; the control must lose something
#   schema [N] [W]   N requests of a kind to each operation of the interface, W walks along it
#   coverage         every branch of the money rules is taken by their tests
#   canary           nothing personal in any file after crashes and a whole demonstration
# Without one: the PC/SC driver with Debian's own service and virtual reader, for which it installs packages.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."

case "${1-}" in
    power-cuts | kills | failover | schema | coverage | canary)
        proof=${1//-/_}
        shift
        exec .venv/bin/python -m "tests.benchmarks.$proof" "$@"
        ;;
esac

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
