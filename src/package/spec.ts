import type { Lock } from '../component/lock.ts';

const MANIFESTS = '/usr/lib/microshift/manifests.d';
const RELEASE_INFO = '/usr/share/microshift/release';

/**
 * A component version as RPM orders it: `3.0.0-tp.1` is older than `3.0.0`, which RPM writes `~`.
 */
export function rpmVersion(version: string): string {
  return version.replace('-', '~').replaceAll('-', '.');
}

/**
 * The spec file of a component's packages: its tree, and its release information, laid out as
 * MicroShift's own (packaging/rpm/microshift.spec). Everything that stands in it has been checked to be
 * a plain name by the parsers of component.yaml and of the bundle.
 */
export function formatSpec(
  component: Pick<Lock, 'package' | 'directory' | 'version'> & { summary: string },
): string {
  return `# Written by microshift-optional rebase: change component.yaml, not this file.
# The tree is text, so there is nothing to strip.
%global debug_package %{nil}

Name:           ${component.package}
Version:        %{?component_version}%{!?component_version:${rpmVersion(component.version)}}
Release:        %{?component_release}%{!?component_release:1}%{?dist}
Summary:        ${component.summary}
License:        Apache-2.0
Source0:        %{name}-%{version}.tar.gz
ExclusiveArch:  x86_64 aarch64
Requires:       microshift-optional

%description
${component.summary}. MicroShift applies the manifests in
${MANIFESTS}/${component.directory} when it starts.

%package release-info
Summary:        Release information of ${component.package}
BuildArch:      noarch

%description release-info
The images that ${component.package} ${component.version} needs, for those who embed
them into an operating system image.

%prep
%setup -q

%build

%install
install -d -m 755 %{buildroot}${MANIFESTS}/${component.directory}
install -p -m 644 manifests.d/${component.directory}/* %{buildroot}${MANIFESTS}/${component.directory}/
install -d -m 755 %{buildroot}${RELEASE_INFO}
install -p -m 644 release-info/*.json %{buildroot}${RELEASE_INFO}/

%files
%dir ${MANIFESTS}/${component.directory}
${MANIFESTS}/${component.directory}/*

%files release-info
${RELEASE_INFO}/*.json
`;
}
