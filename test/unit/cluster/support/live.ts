/** A live object with a name, conditions as `Type=Status`, and whatever else. */
export function live(name: string, conditions: string[] = [], metadata: object = {}): object {
  return {
    metadata: { name, ...metadata },
    status: {
      conditions: conditions.map((text) => {
        const [type, status] = text.split('=');
        return { type, status, reason: `${type}Reason`, message: `${type} says ${status}` };
      }),
    },
  };
}

export const ESTABLISHED = ['NamesAccepted=True', 'Established=True'];

/** An event of a watch. */
export function modified(object: object): object {
  return { type: 'MODIFIED', object };
}
