/** Where greenboot looks for what must be healthy. */
export const GREENBOOT_CHECKS = '/etc/greenboot/check/required.d';

/**
 * The name of a component's greenboot check. Checks run in the order of their names, and this one has to run
 * before MicroShift's 40_microshift_running_check.sh (see greenboot/check.sh).
 */
export function greenbootCheckName(component: string): string {
  return `39_microshift_optional_${component.replaceAll('-', '_')}.sh`;
}

/**
 * A component's greenboot check.
 * @param template greenboot/check.sh
 * @param component its names are DNS labels, which need no quoting in a script
 */
export function formatGreenbootCheck(
  template: string,
  component: { name: string; directory: string },
): string {
  return template
    .replaceAll('@COMPONENT@', component.name)
    .replaceAll('@DIRECTORY@', component.directory);
}
