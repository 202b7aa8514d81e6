import { crdInfo } from '../manifest/crd.ts';
import type { CrdInfo, CrdVersion } from '../manifest/crd.ts';
import { isJsonObject, textAt, valueAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import type { KubernetesObject } from '../manifest/object.ts';

/** A CRD with all that is compared of it. */
export type ComparedCrd = Omit<CrdInfo, 'versions'> & {
  scope: string;
  versions: ComparedVersion[];
  listKind: string;
  /** What people may call the kind: singular, short names, categories. */
  otherNames: JsonObject;
  /** Whether a webhook converts between versions; else objects are passed on as they are stored. */
  hasWebhook: boolean;
  /** `spec.preserveUnknownFields`, from the time before schemas were asked for: nothing is pruned. */
  keepsEverything: boolean;
};

export type ComparedVersion = CrdVersion & {
  hasStatus: boolean;
  /** `subresources.scale`; undefined where there is none. */
  scale: JsonObject | undefined;
  /** The JSON paths that field selectors may use. */
  selectableFields: string[];
  printerColumns: unknown;
};

/** Reads a CRD; undefined for one without the fields that every CRD has, and for any other object. */
export function readComparedCrd(object: KubernetesObject): ComparedCrd | undefined {
  const info = crdInfo(object);
  if (info === undefined) return undefined;
  const names = valueAt(object, ['spec', 'names']);
  const { kind: _, plural: __, listKind, ...otherNames } = isJsonObject(names) ? names : {};
  const raw = valueAt(object, ['spec', 'versions']);
  const versions = (Array.isArray(raw) ? raw : []).filter(isJsonObject);
  return {
    ...info,
    scope: textAt(object, ['spec', 'scope']),
    versions: info.versions.map((version, index) => ({ ...version, ...extrasOf(versions[index]) })),
    listKind: typeof listKind === 'string' ? listKind : `${info.kind}List`,
    otherNames,
    hasWebhook: textAt(object, ['spec', 'conversion', 'strategy']) === 'Webhook',
    keepsEverything: valueAt(object, ['spec', 'preserveUnknownFields']) === true,
  };
}

/** The version that new objects are stored in; a CRD has exactly one. */
export function storageVersion(crd: ComparedCrd): ComparedVersion | undefined {
  return crd.versions.find(({ storage }) => storage);
}

function extrasOf(version: unknown): Omit<ComparedVersion, keyof CrdVersion> {
  const scale = valueAt(version, ['subresources', 'scale']);
  const selectable = valueAt(version, ['selectableFields']);
  return {
    hasStatus: isJsonObject(valueAt(version, ['subresources', 'status'])),
    scale: isJsonObject(scale) ? scale : undefined,
    selectableFields: (Array.isArray(selectable) ? selectable : []).map((field) =>
      textAt(field, ['jsonPath']),
    ),
    printerColumns: valueAt(version, ['additionalPrinterColumns']) ?? [],
  };
}
