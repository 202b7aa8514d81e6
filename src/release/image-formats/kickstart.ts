import type { Architecture } from '../../architectures.ts';
import { shellWord } from '../../shell-word.ts';
import { embeddedImages } from '../embedded-images.ts';
import type { Lock } from '../lock.ts';
import { architectureGuard } from './architecture-guard.ts';
import { titleOf } from './title.ts';

/**
 * A fragment of a kickstart file that installs the component and fetches its images while the installer
 * has a network. The pull secret is where MicroShift's own kickstart files put it.
 */
export function formatKickstart(lock: Lock, architecture: Architecture | undefined): string {
  return `# ${titleOf(lock, architecture)}
#
# Include it after the %post that writes /etc/crio/openshift-pull-secret, since they run in their order. A
# repo command has to name the repository of the package; RHEL 9 also needs
#   module --name=nodejs --stream=22
# Where an OS image is installed (ostreesetup, ostreecontainer), leave out %packages: it has the package.

%packages
${lock.package}
skopeo
%end

${fetching(lock, architecture)}`;
}

function fetching(lock: Lock, architecture: Architecture | undefined): string {
  const images = embeddedImages(lock.images, architecture);
  if (images.length === 0) return '';
  return `%post --erroronfail --log=/var/log/${lock.package}-images.log
set -eu
${architectureGuard(architecture)
  .map((line) => `${line}\n`)
  .join('')}secret=/etc/crio/openshift-pull-secret
if [ -e "$secret" ]; then export REGISTRY_AUTH_FILE="$secret"; fi

# Into the storage that CRI-O reads, under the very references that the manifests name.
fetch() {
    skopeo copy --preserve-digests --retry-times 3 "$1" "containers-storage:$2"
}
${images.map(({ source, reference }) => `fetch ${shellWord(source)} ${shellWord(reference)}\n`).join('')}%end
`;
}
