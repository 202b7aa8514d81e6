// Loaded before the program (node --import): sets the clock as NTP does when it finds it wrong, an hour
// forward, back to where it was, and an hour back, again and again while the program runs.
const HOUR = 3_600_000;
const JUMPS = [HOUR, 0, -HOUR, 0];
const now = Date.now.bind(Date);
let reads = 0;

const shifted = (): number => {
  reads += 1;
  return now() + (JUMPS[Math.floor(performance.now() / 50) % JUMPS.length] ?? 0);
};
globalThis.Date = class extends Date {
  static override now = shifted;
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [shifted()] : given) as [number]));
  }
} as DateConstructor;

process.on('exit', () => {
  process.stderr.write(`the clock was read ${reads} times\n`);
});
