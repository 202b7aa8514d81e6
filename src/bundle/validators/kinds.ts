import { definedKinds, kindInfo } from '../../manifest/crd.ts';
import { objectId } from '../../manifest/object.ts';
import { placeOf } from '../../manifest/place.ts';
import { SUPPORTED_KINDS } from '../supported-kinds.ts';
import { isServed } from '../unserved-groups.ts';
import { unsupported } from './validator.ts';
import type { Validator } from './validator.ts';

/** What MicroShift does not serve is left out, so its kind does not matter. */
export const supportedKinds: Validator = ({ objects }) => {
  const defined = definedKinds(objects.map(({ object }) => object));
  return objects
    .filter(({ object }) => isServed(object))
    .flatMap((manifest) => {
      const { kind, apiVersion } = manifest.object;
      const isSupported = SUPPORTED_KINDS.includes(kind);
      if (isSupported && kindInfo(objectId(manifest.object), defined) !== undefined) return [];
      return [
        unsupported(
          placeOf(manifest, ['kind']),
          isSupported
            ? `nothing tells whether the ${kind} of ${apiVersion} lives in namespaces`
            : `a bundle cannot hold a ${kind}`,
          'remove the object from the bundle; a component can bring it as a manifest of its own',
        ),
      ];
    });
};
