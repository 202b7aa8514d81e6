# shellcheck shell=bash
# What a person sees of the scripts. To be sourced.

# A step begins.
say() {
  printf '==> %s\n' "$*" >&2
}

# The end, and why.
fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  shift
  if (($# > 0)); then printf '  %s\n' "$@" >&2; fi
  exit 1
}
