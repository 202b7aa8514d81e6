import { displayObject } from '../manifest/display.ts';
import type { Removable } from '../removal/removable.ts';

// Most objects are gone at once; what takes longer than this, somebody may wonder about.
const SLOW = 5000;

/** Tells of waits that last, each once for every reason that it has. */
export type SlowWaits = {
  tell: (removable: Removable, reason: string) => void;
  /** It waits no longer. */
  over: (key: string) => void;
  end: () => void;
};

/** @param line told `waiting    <object>: <reason>` */
export function slowWaits(line: (text: string) => void): SlowWaits {
  const timers = new Map<string, NodeJS.Timeout>();
  const over = (key: string): void => {
    clearTimeout(timers.get(key));
    timers.delete(key);
  };
  return {
    tell({ key, id }, reason) {
      over(key);
      const tell = (): void => line(`waiting    ${displayObject(id)}: ${reason}`);
      timers.set(key, setTimeout(tell, SLOW));
    },
    over,
    end() {
      for (const key of timers.keys()) over(key);
    },
  };
}
