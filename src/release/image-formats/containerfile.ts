import type { Architecture } from '../../architectures.ts';
import { shellWord } from '../../shell-word.ts';
import { IMAGE_LIST, IMAGE_STORE, embeddedImages } from '../embedded-images.ts';
import type { Lock } from '../lock.ts';
import { architectureGuard } from './architecture-guard.ts';
import { titleOf } from './title.ts';

/**
 * A Containerfile that adds the component to a bootc image which has MicroShift: its package, and its
 * images where MicroShift copies them from at boot (openshift/microshift,
 * packaging/imagemode/Containerfile-embedded.repobase). Unlike there, an image that cannot be copied fails
 * the build, and one that a lower layer has is not copied again.
 */
export function formatContainerfile(lock: Lock, architecture: Architecture | undefined): string {
  const rpms = [
    `/rpms/${lock.package}-[0-9]*."$(uname -m)".rpm`,
    '/rpms/microshift-optional-[0-9]*.noarch.rpm',
  ];
  return `# ${titleOf(lock, architecture)}
#
# RELEASE is the release directory, whose rpms/ microshift-optional rpm has filled:
#   podman build -f Containerfile --build-arg BASE_IMAGE=IMAGE --secret id=pullsecret,src=FILE RELEASE

# A bootc image that has MicroShift: this adds the component alone.
ARG BASE_IMAGE

FROM scratch AS rpms
COPY rpms/ /

FROM \${BASE_IMAGE}

# As files, because the RPMs need no repository and no signature then; what they require comes from the
# repositories of the base image. RHEL 9 has a new enough Node only in a module. /var is a device's own:
# what dnf leaves there does not belong into the image.
RUN --mount=type=bind,from=rpms,source=/,target=/rpms \\
${run([
  'set -eu',
  '. /etc/os-release',
  'if [ "${PLATFORM_ID:-}" = platform:el9 ]; then',
  "    dnf module enable -y nodejs:22 || echo 'the enabled stream of nodejs stays'",
  'fi',
  `dnf install -y ${rpms.join(' ')}`,
  'dnf clean all',
  'rm -rf /var/cache/* /var/log/* /var/lib/dnf',
])}

${embedding(lock, architecture)}RUN bootc container lint
`;
}

function embedding(lock: Lock, architecture: Architecture | undefined): string {
  const images = embeddedImages(lock.images, architecture);
  if (images.length === 0) return '';
  return `# The images, each in a directory named by the SHA-256 of its reference and a newline, as MicroShift's own.
# The pull secret is there for this step alone, and may be left out where no registry asks for one.
RUN --mount=type=secret,id=pullsecret,dst=/run/secrets/pull-secret.json \\
${run([
  'set -eu',
  ...architectureGuard(architecture),
  `store=${IMAGE_STORE}`,
  `list="$store/${IMAGE_LIST}"`,
  'secret=/run/secrets/pull-secret.json',
  'if [ -e "$secret" ]; then export REGISTRY_AUTH_FILE="$secret"; fi',
  'mkdir -p "$store"',
  'touch "$list"',
  'embed() {',
  '    if grep -qxF "$3,$1" "$list"; then return; fi',
  '    skopeo copy --all --preserve-digests --retry-times 3 "$2" "dir:$store/$1"',
  '    echo "$3,$1" >> "$list"',
  '}',
  ...images.map(
    ({ directory, source, reference }) =>
      `embed ${[directory, source, reference].map(shellWord).join(' ')}`,
  ),
])}

# MicroShift's own Containerfile for embedded images makes this drop-in, which copies them into the container
# storage before each start. Without it nothing would read them, and an offline device would find out: a
# base image that does not have it gets it here, under the same names, so that there is never more than one.
RUN ${run([
    'set -eu',
    'dropin=microshift.service.d/microshift-copy-images.conf',
    'if [ ! -e "/usr/lib/systemd/system/$dropin" ] && [ ! -e "/etc/systemd/system/$dropin" ]; then',
    '    mkdir -p /usr/lib/systemd/system/microshift.service.d',
    `    printf '%s\\n' ${COPIER.map((line) => `'${line}'`).join(' ')} > /usr/bin/microshift-copy-images`,
    '    chmod 755 /usr/bin/microshift-copy-images',
    `    printf '%s\\n' '[Service]' 'ExecStartPre=/usr/bin/microshift-copy-images' > "/usr/lib/systemd/system/$dropin"`,
    'fi',
  ]).trimStart()}

`;
}

/** What copies images at boot, a line each; none has a single quote. */
const COPIER = [
  '#!/bin/sh',
  'set -eu',
  `store=${IMAGE_STORE}`,
  'while IFS=, read -r reference directory; do',
  '    skopeo copy --preserve-digests "dir:$store/$directory" "containers-storage:$reference"',
  `done < "$store/${IMAGE_LIST}"`,
];

/** Commands as the rest of a RUN instruction. */
function run(commands: readonly string[]): string {
  return commands
    .map((command) => `    ${command}${/(?:then|\{)$/.test(command) ? '' : ';'}`)
    .join(' \\\n')
    .replace(/;$/, '');
}
