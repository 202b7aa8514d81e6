#!/usr/bin/bash
# Tells greenboot whether @COMPONENT@, an optional component of MicroShift, works: it is applied, and healthy.
#
# It runs before MicroShift's own 40_microshift_running_check.sh, since greenboot stops at the first check that
# fails, and that one would wait for its whole budget and hide the reason. It must not depend on its environment:
# one greenboot runs it with `bash -C`, none sets HOME.
set -eu -o pipefail

readonly COMPONENT='@COMPONENT@'
readonly TREE='/usr/lib/microshift/manifests.d/@DIRECTORY@'
readonly APPLIER=microshift-optional.service
readonly REPORT=/run/microshift-optional/report.json
readonly FUNCTIONS=/usr/share/microshift/functions/greenboot.sh
readonly CONFIGURATION=/etc/greenboot/greenboot.conf

main() {
  if [[ $(unit_state microshift.service) != enabled ]]; then
    echo 'MicroShift is not enabled: there is nothing to check'
    return 0
  fi
  local seconds status=0 flags=()
  seconds=$(wait_seconds)
  print_boot
  # Where an administrator has switched it off, MicroShift alone applies the component, and there is no report.
  if [[ $(unit_state "$APPLIER") != masked* ]]; then
    flags=(--apply-report "$REPORT")
  fi
  echo "waiting up to ${seconds} s for $COMPONENT to be applied and healthy"
  microshift-optional healthcheck "$TREE" --timeout "${seconds}s" "${flags[@]}" || status=$?
  if ((status != 0)); then
    echo "$COMPONENT is not healthy (exit status $status); the end of what $APPLIER had to say:"
    journalctl --unit "$APPLIER" --boot --lines 20 --no-pager --output cat || true
    return 1
  fi
}

unit_state() {
  systemctl is-enabled "$1" 2>/dev/null || true
}

# How long to wait, in seconds: as MicroShift's own checks do, by its functions where they are installed.
wait_seconds() {
  local seconds=
  if [[ -r $FUNCTIONS ]]; then
    # In its own shell: it is written without -e and -u, and may print warnings before its result.
    seconds=$(set +eu && source_functions && get_wait_timeout | tail -n 1) || true
  fi
  if [[ $seconds =~ ^[1-9][0-9]*$ ]]; then
    echo "$seconds"
  else
    own_wait_seconds
  fi
}

source_functions() {
  # shellcheck source=/dev/null
  source "$FUNCTIONS" >/dev/null 2>&1
}

# MicroShift's arithmetic: more time at each attempt to boot, of which boot_counter tells how many are left.
own_wait_seconds() {
  local base attempts left factor=1
  base=$(setting MICROSHIFT_WAIT_TIMEOUT_SEC 600 60 9999)
  attempts=$(setting GREENBOOT_MAX_BOOT_ATTEMPTS 3 1 9)
  left=$(boot_variables | sed -n 's/^boot_counter=//p')
  if [[ $left =~ ^-?[0-9]$ ]] && ((attempts - left > 1)); then
    factor=$((attempts - left))
  fi
  echo $((base * factor))
}

# A number of greenboot's configuration. Below its range it is raised; what is no such number is replaced. The file
# is read and not run, since one greenboot takes it for a script and the other for a list of settings.
setting() {
  local name=$1 default=$2 least=$3 most=$4 value=
  if [[ -r $CONFIGURATION ]]; then
    value=$(sed -nE "s/^\s*(export\s+)?${name}\s*=\s*[\"']?([^\"'#[:space:]]*).*/\2/p" "$CONFIGURATION" | tail -n 1)
  fi
  if [[ -z $value ]]; then
    value=$default
  elif [[ ! $value =~ ^[1-9][0-9]{0,3}$ ]] || ((value > most)); then
    echo "$CONFIGURATION: $name is not a number from $least to $most: using $default" >&2
    value=$default
  elif ((value < least)); then
    echo "$CONFIGURATION: $name is below $least: using $least" >&2
    value=$least
  fi
  echo "$value"
}

# What the boot loader knows of attempts to boot, NAME=VALUE a line; nothing where there is no GRUB.
boot_variables() {
  grub2-editenv - list 2>/dev/null | grep '^boot_' || true
}

print_boot() {
  local variables
  variables=$(boot_variables)
  echo "boot variables: ${variables//$'\n'/ }"
}

main
