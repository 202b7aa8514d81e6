/** The commands that run on devices, whose start-up time and memory count. */
export const DEVICE_COMMANDS = ['apply', 'healthcheck', 'plan', 'remove', 'status'] as const;

/** What makes one of them need the whole program: the libraries for archives. */
const BUNDLE = /^--bundle(?:=|$)/;

/** Whether a command line calls one of {@link DEVICE_COMMANDS}, and nothing that only the whole program has. */
export function isDeviceCommand([first, ...rest]: readonly string[]): boolean {
  return (
    DEVICE_COMMANDS.some((command) => command === first) && !rest.some((word) => BUNDLE.test(word))
  );
}
