import { rpmVersion } from '../release/rpm-version.ts';
import type { BundledPackage } from './notices.ts';
import { PROGRAM_FILES, UNITS } from './program-files.ts';
import type { ProgramFile } from './program-files.ts';

export const PROGRAM_PACKAGE = 'microshift-optional';

/** Where a link makes a unit start with MicroShift: no preset and no administrator has to enable it. */
const STARTED_WITH_MICROSHIFT = `${UNITS}/microshift.service.wants`;
const SERVICE = 'microshift-optional.service';

/** Directories that no package which this one requires has: several packages may have the same one. */
const OWN_DIRECTORIES = [
  '/usr/libexec/microshift-optional',
  '/usr/share/bash-completion',
  '/usr/share/bash-completion/completions',
  '/usr/share/fish',
  '/usr/share/fish/vendor_completions.d',
  '/usr/share/zsh',
  '/usr/share/zsh/site-functions',
  '/usr/share/licenses/microshift-optional',
  STARTED_WITH_MICROSHIFT,
];

/**
 * The spec file of this program's own package. It has no scripts: systemd's own RPM triggers have it read the new
 * units, and a script would not run where an image is composed of packages.
 */
export function formatProgramSpec(version: string, bundled: readonly BundledPackage[]): string {
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
URL:            https://github.com/openshift/microshift
${PROGRAM_FILES.map(({ source }, index) => `Source${index}:`.padEnd(16) + source).join('\n')}
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
${PROGRAM_FILES.map(installLine).join('\n')}
install -d -m 755 %{buildroot}${STARTED_WITH_MICROSHIFT}
ln -s ../${SERVICE} %{buildroot}${STARTED_WITH_MICROSHIFT}/${SERVICE}

%files
${OWN_DIRECTORIES.map((directory) => `%dir ${directory}`).join('\n')}
${PROGRAM_FILES.map(fileLine).join('\n')}
${STARTED_WITH_MICROSHIFT}/${SERVICE}
`;
}

function installLine({ path, mode }: ProgramFile, index: number): string {
  return `install -D -p -m ${mode} %{SOURCE${index}} %{buildroot}${path}`;
}

function fileLine({ path, is }: ProgramFile): string {
  const attributes = { config: '%config(noreplace) ', license: '%license ', plain: '' };
  return `${attributes[is]}${path}`;
}
