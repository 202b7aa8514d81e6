/** The commands that run on devices, whose start-up time and memory count. */
export const DEVICE_COMMANDS = ['apply', 'healthcheck', 'plan', 'remove', 'status'] as const;

/** Whether a command line calls one of {@link DEVICE_COMMANDS}. */
export function isDeviceCommand([first]: readonly string[]): boolean {
  return DEVICE_COMMANDS.some((command) => command === first);
}
