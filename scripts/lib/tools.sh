# shellcheck shell=bash
# The programs that must come from the distribution. To be sourced after say.sh.

# Command (with | before its other name), its package on Debian, its package on Fedora, needed or wanted
# (the scripts can do without, and say what they leave out), and the reason.
tools() {
  cat <<'TABLE'
node     nodejs   nodejs     needed  runs npm, which fetches the version of Node that the project uses
npm      npm      npm        needed  fetches the packages of package-lock.json
openssl  openssl  openssl    needed  makes the certificates of the tests' control plane
rpmbuild rpm      rpm-build  wanted  builds the RPMs
skopeo   skopeo   skopeo     wanted  reads images from registries
docker-registry|registry docker-registry docker-distribution wanted is the registry of the tests
rpmlint  rpmlint  rpmlint    wanted  looks at the RPMs
ostree   ostree   ostree     wanted  makes an OS image of them
shellcheck shellcheck ShellCheck wanted looks at shell scripts
systemd-analyze systemd systemd wanted looks at the units
man      man-db   man-db     wanted  shows the manual page
python3  python3  python3    wanted  reads the blueprints of the tests
chromium|chromium-browser chromium chromium wanted shows the pages
TABLE
}

# Installs what is missing when root on Debian or Fedora, else says how to get it. One by one, since
# one package may bring the next command (a nodejs with npm inside).
ensure_tools() {
  local command debian fedora need reason package stop=false
  while read -r command debian fedora need reason; do
    if has "$command"; then continue; fi
    package=$debian
    if has dnf && ! has apt-get; then package=$fedora; fi
    if can_install; then
      say "installing $package"
      install_package "$package" </dev/null || true
      if has "$command"; then continue; fi
    fi
    say "${command%%|*} is missing, which $reason ($need): install the package $package"
    if [[ $need == needed ]]; then stop=true; fi
  done < <(tools)
  if $stop; then fail 'install what is needed, then run this again'; fi
}

has() {
  local name
  for name in ${1//|/ }; do
    if command -v "$name" >/dev/null; then return 0; fi
  done
  return 1
}

can_install() {
  ((EUID == 0)) && { has apt-get || has dnf; }
}

# Quiet, unless it fails.
install_package() {
  local output
  if has apt-get; then
    output=$(apt-get update -q 2>&1 &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$1" 2>&1)
  else
    output=$(dnf install -y -q --setopt=install_weak_deps=False "$1" 2>&1)
  fi || {
    printf '%s\n' "$output" >&2
    return 1
  }
}
