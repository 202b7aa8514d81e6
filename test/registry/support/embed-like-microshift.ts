import { execa } from 'execa';

/** What MicroShift's build of OS images does with its own images, in the words of a shell. */
const LOOP = `
set -euo pipefail
umask 022
store=$1
shift
mkdir -p "$store"
while (( $# > 0 )); do
  name=$(echo "$1" | sha256sum | awk '{print $1}')
  skopeo copy --quiet --all --preserve-digests --src-tls-verify=false "docker://$1" "dir:$store/$name"
  echo "$1,$name" >> "$store/image-list.txt"
  shift
done
`;

/** Copies images from a registry without TLS into a directory, one after the other. */
export async function embedLikeMicroShift(
  store: string,
  references: readonly string[],
  environment: Record<string, string>,
): Promise<void> {
  const args = ['-c', LOOP, 'embed', store, ...references];
  await execa('bash', args, { extendEnv: false, env: environment });
}
