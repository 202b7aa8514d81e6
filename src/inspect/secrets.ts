import { displayObject } from '../manifest/display.ts';
import { isJsonObject } from '../manifest/json.ts';
import { objectId } from '../manifest/object.ts';
import type { Inspected, Suggestion } from './suggestion.ts';

/** Secrets with a content: it is in the package, and the same on all devices. */
export function secrets({ objects }: Inspected): Suggestion[] {
  return objects.flatMap((object): Suggestion[] => {
    if (object.apiVersion !== 'v1' || object.kind !== 'Secret') return [];
    const hasContent = [object.data, object.stringData].some(
      (each) => isJsonObject(each) && Object.keys(each).length > 0,
    );
    if (!hasContent) return [];
    const because = `${displayObject(objectId(object))} has a content, which is the same on all devices, and which everyone can read who has the package.`;
    return [{ section: 'note', because }];
  });
}
