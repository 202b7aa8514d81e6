import { ARCHITECTURES } from '../architectures.ts';
import type { Lock } from './lock.ts';
import { COMPILED_FILE } from '../tree/compiled-tree.ts';
import { ofArchitecture } from '../tree/format-tree.ts';
import { GREENBOOT_CHECKS, greenbootCheckName } from './greenboot-check.ts';
import { rpmVersion } from './rpm-version.ts';

const MANIFESTS = '/usr/lib/microshift/manifests.d';
const RELEASE_INFO = '/usr/share/microshift/release';

/**
 * The spec file of a component's packages: its tree, and its release information, laid out as
 * MicroShift's own (packaging/rpm/microshift.spec). Everything that stands in it has been checked to be
 * a plain name by the parsers of component.yaml and of the bundle.
 * @param treeFiles the names of the tree's files; those of an architecture become its package's
 */
export function formatSpec(
  component: Pick<Lock, 'name' | 'package' | 'directory' | 'version'> & { summary: string },
  treeFiles: Iterable<string>,
): string {
  const summary = component.summary.replace(/\.+$/, '');
  const check = greenbootCheckName(component.name);
  return `# Written by microshift-optional rebase: change component.yaml, not this file.
# The tree is text, to be packaged as it is on every build machine: nothing to strip, to compress or to
# look for dependencies in.
%global debug_package %{nil}
%global __os_install_post %{nil}

Name:           ${component.package}
Version:        %{?component_version}%{!?component_version:${rpmVersion(component.version)}}
Release:        %{?component_release}%{!?component_release:1%{?dist}}
Summary:        ${summary}
License:        Apache-2.0
Source0:        %{name}-%{version}.tar.gz
ExclusiveArch:  x86_64 aarch64
AutoReqProv:    no
Requires:       microshift-optional
%{?microshift_version:Requires:       microshift = %{microshift_version}}

%description
${summary}.
MicroShift applies the manifests in
${MANIFESTS}/${component.directory}
when it starts, and greenboot checks that they work.

%package release-info
Summary:        Release information of ${component.package}
BuildArch:      noarch
AutoReqProv:    no

%description release-info
The images that ${component.package} ${component.version} needs,
for those who embed them into an operating system image.

%prep
%setup -q

%build

%install
install -d -m 755 %{buildroot}${MANIFESTS}/${component.directory}
install -p -m 644 manifests.d/${component.directory}/* %{buildroot}${MANIFESTS}/${component.directory}/
${installVariants(component.directory, new Set(treeFiles))}install -d -m 755 %{buildroot}${GREENBOOT_CHECKS}
install -p -m 755 rpm/${check} %{buildroot}${GREENBOOT_CHECKS}/
install -d -m 755 %{buildroot}${RELEASE_INFO}
install -p -m 644 release-info/*.json %{buildroot}${RELEASE_INFO}/

%files
%dir ${MANIFESTS}/${component.directory}
${MANIFESTS}/${component.directory}/*
# Where greenboot is not installed, nobody else has these.
%dir /etc/greenboot
%dir /etc/greenboot/check
%dir ${GREENBOOT_CHECKS}
# A program, and no configuration: an edited one that stayed would go on checking a component that is gone.
${GREENBOOT_CHECKS}/${check}

%files release-info
${RELEASE_INFO}/*.json
`;
}

/** Makes the kustomization, and the compiled tree that belongs to it, those of the architecture. */
function installVariants(directory: string, files: ReadonlySet<string>): string {
  const variants = ARCHITECTURES.flatMap((architecture) => {
    const kustomization = ofArchitecture('kustomization.yaml', architecture);
    const compiled = ofArchitecture(COMPILED_FILE, architecture);
    if (!files.has(kustomization)) return [];
    return [
      `%ifarch ${architecture}`,
      `cat ${kustomization} >> kustomization.yaml`,
      files.has(compiled) ? `mv ${compiled} ${COMPILED_FILE}` : `rm -f ${COMPILED_FILE}`,
      '%endif',
    ];
  });
  if (variants.length === 0) return '';
  return [
    `( cd %{buildroot}${MANIFESTS}/${directory}`,
    ...variants,
    `rm -f ${ofArchitecture('kustomization.yaml', '*')} ${ofArchitecture(COMPILED_FILE, '*')} )`,
    '',
  ].join('\n');
}

/** What {@link formatSpec}'s macros are for one build. */
export type SpecValues = {
  version: string;
  release: string;
  /** The only version of MicroShift that the package may be installed beside; any if undefined. */
  microshiftVersion: string | undefined;
};

/**
 * A component's spec file with the values of one build in front, where the source RPM keeps them: it
 * can be rebuilt without knowing them. They must have passed `rpmValueProblems`.
 */
export function specOfBuild(spec: string, values: SpecValues): string {
  const macros = [
    `%global component_version ${values.version}`,
    `%global component_release ${values.release}`,
    ...(values.microshiftVersion === undefined
      ? []
      : [`%global microshift_version ${values.microshiftVersion}`]),
  ];
  return `${macros.join('\n')}\n${spec}`;
}
