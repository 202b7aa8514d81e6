// Loaded before the program (node --import): its deadline, which is the one timer of so many milliseconds,
// passes when the program is sent SIGUSR2. A test can so wait until what it is about has happened, however
// slow the machine is.
const DEADLINE = 3_600_000;
const original = globalThis.setTimeout;

globalThis.setTimeout = Object.assign(
  (callback: (...given: unknown[]) => void, milliseconds?: number, ...given: unknown[]) => {
    if (milliseconds === DEADLINE) process.on('SIGUSR2', () => callback(...given));
    return original(callback, milliseconds, ...given);
  },
  original,
);
