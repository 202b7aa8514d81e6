# shellcheck shell=bash
# The npm packages of the project, and with them its version of Node. To be sourced after say.sh.

# Makes node_modules match package-lock.json, and puts its programs first on the PATH.
ensure_packages() {
  local root=$1
  local lock=$root/package-lock.json installed=$root/node_modules/.installed-package-lock.json
  # On an older one npm leaves out packages that do not support it, though they would run on a newer.
  require_node 20 19
  if [[ ! -f $installed || $(<"$installed") != "$(<"$lock")" ]]; then
    say 'installing the npm packages of package-lock.json'
    npm ci --prefix "$root" --no-audit --no-fund --loglevel=error >/dev/null
    link_node "$root/node_modules"
    cp "$lock" "$installed"
  fi
  PATH=$root/node_modules/.bin:$PATH
  # The one that package-lock.json brought, if it has one for this machine.
  require_node 22 18
}

require_node() {
  local major=$1 minor=$2
  node --eval 'const [major, minor] = process.versions.node.split(".").map(Number);
    const [, least, leastMinor] = process.argv.map(Number);
    process.exit(major > least || (major === least && minor >= leastMinor) ? 0 : 1)' \
    "$major" "$minor" ||
    fail "node is $(node --version), which is too old: $major.$minor is needed" \
      'Install Node 22 or newer: https://nodejs.org/en/download'
}

# Before version 11, npm deletes this link along with those of the other platforms' packages.
link_node() {
  local modules=$1 node
  for node in "$modules"/node-*-*/bin/node; do
    if [[ -x $node && ! -e $modules/.bin/node ]]; then
      ln -s "../${node#"$modules/"}" "$modules/.bin/node"
    fi
  done
}
