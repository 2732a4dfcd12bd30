# Sourced by scripts/start and scripts/test: one environment, .venv in the checkout, made or
# brought up to date only when pyproject.toml, constraints.txt, Python or the place changed.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
venv="$root/.venv"

say() { printf '%s\n' "$*" >&2; }

give_up() {
  say "$*"
  exit 3
}

suits() { # is this command a Python that samenote runs on?
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1
}

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    if command -v "$candidate" >/dev/null 2>&1 && suits "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  give_up "samenote needs Python 3.11, 3.12 or 3.13, and none was found on PATH." \
    "Install one, or name it: PYTHON=/path/to/python3.12 ${0##*/}"
}

new_environment() {
  local python
  python="$(find_python)"
  if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    give_up "$python lacks the modules venv and ensurepip, so no environment can be made." \
      "On Debian and Ubuntu: apt-get install python3-venv"
  fi
  say "Making an environment in .venv with $("$python" --version)."
  "$python" -m venv --clear "$venv"
}

fingerprint() { # what an installed environment depends on; $1: the extras
  "$venv/bin/python" - "$root" "$1" <<'PY'
import hashlib, pathlib, sys

root, extras = sys.argv[1:]
parts = [root.encode(), extras.encode(), sys.version.encode()]
parts += [pathlib.Path(root, name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
print(hashlib.sha256(b"\0".join(parts)).hexdigest())
PY
}

pip_install() {
  "$venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
    --constraint "$root/constraints.txt" "$@"
}

# make_environment EXTRAS [PACKAGE...]: samenote with these extras, and further packages.
make_environment() {
  local extras="$1" stamp wanted
  shift
  stamp="$venv/.samenote-${extras//,/-}"
  suits "$venv/bin/python" || new_environment
  wanted="$(fingerprint "$extras")"
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    return
  fi
  say "Installing samenote[$extras]; this takes some minutes the first time."
  # torch first and by itself, so that the build chosen here is the one that everything else finds.
  pip_install "$(grep -E '^torch==' "$root/constraints.txt")"
  pip_install --editable "$root[$extras]" "$@"
  printf '%s\n' "$wanted" >"$stamp"
}

# What is compiled here no command has to wait for; nothing to do where it is compiled already.
compile_kernels() {
  "$venv/bin/python" -m api.ready_made
}
