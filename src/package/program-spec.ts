import type { BundledPackage } from './notices.ts';
import { rpmVersion } from '../release/rpm-version.ts';

/** The files that the program's package is made of, beside its spec file. */
export const PROGRAM_SOURCES = {
  program: 'microshift-optional.mjs',
  command: 'microshift-optional',
  license: 'LICENSE',
  thirdParty: 'THIRD-PARTY-LICENSES',
} as const;

export const PROGRAM_PACKAGE = 'microshift-optional';
const LIBEXEC = '/usr/libexec/microshift-optional';
const LICENSES = '/usr/share/licenses/microshift-optional';

/** What /usr/bin/microshift-optional is: it names the runtime, so no other node on the PATH is used. */
export const PROGRAM_COMMAND = `#!/usr/bin/sh
exec /usr/bin/node ${LIBEXEC}/${PROGRAM_SOURCES.program} "$@"
`;

/**
 * The spec file of this program's own package. The program is a file for Node and not a command itself
 * (644): build machines rewrite the first line of executable scripts, and it is to arrive as it was
 * tested.
 */
export function formatProgramSpec(version: string, bundled: readonly BundledPackage[]): string {
  const { program, command, license, thirdParty } = PROGRAM_SOURCES;
  const provides = bundled.map(
    (library) => `Provides:       bundled(npm(${library.name})) = ${rpmVersion(library.version)}`,
  );
  return `%global debug_package %{nil}
%global __os_install_post %{nil}

Name:           ${PROGRAM_PACKAGE}
Version:        ${rpmVersion(version)}
Release:        1
Summary:        Applies optional components of MicroShift at boot
License:        Apache-2.0
Source0:        ${program}
Source1:        ${command}
Source2:        ${license}
Source3:        ${thirdParty}
BuildArch:      noarch
AutoReqProv:    no
# The package nodejs has epoch 1, which is above any version without one; nodejs(engine) has none.
Requires:       nodejs >= 22
Requires:       nodejs(engine) >= 22
${provides.join('\n')}

%description
Packages optional components of MicroShift, and applies them at boot:
each object as soon as what it depends on allows it.

%prep

%build

%install
install -D -p -m 644 %{SOURCE0} %{buildroot}${LIBEXEC}/${program}
install -D -p -m 755 %{SOURCE1} %{buildroot}/usr/bin/${command}
install -D -p -m 644 %{SOURCE2} %{buildroot}${LICENSES}/${license}
install -D -p -m 644 %{SOURCE3} %{buildroot}${LICENSES}/${thirdParty}

%files
%dir ${LIBEXEC}
${LIBEXEC}/${program}
/usr/bin/${command}
%dir ${LICENSES}
%license ${LICENSES}/${license}
%license ${LICENSES}/${thirdParty}
`;
}
