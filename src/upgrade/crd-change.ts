/**
 * What a change of a CRD means for the objects that devices store, from the least to the most:
 *
 * - `safe`: every stored object stays valid and keeps what it says.
 * - `migratable`: nothing is lost once the applier has rewritten the stored objects; whoever writes or
 *   reads the version that goes has to name another.
 * - `lossy`: the API server drops what stored objects have in a field, since the new schema lacks it.
 * - `unsafe`: stored objects, or manifests that worked, can be refused or mean something else, or nobody
 *   looks after them any longer. Whatever is not understood is unsafe.
 *
 * The measure is operator-controller's `crdupgradesafety` preflight (and kapp's, from which it comes):
 * what they refuse is lossy or unsafe here, and so is a removed CRD or subresource, an unserved version,
 * or a changed merge strategy, at which they do not look. Where they refuse and this is laxer:
 *
 * - What widens what a schema accepts is safe: a type (`integer` to `number` or int-or-string), an enum,
 *   pattern, format, CEL rule, `not`, `oneOf`, `anyOf` or `allOf` that goes, `nullable`, `int32` to `int64`,
 *   keys or unknown fields that are kept. They refuse it as a change that they do not handle; no stored
 *   object can be hurt by it.
 * - Titles, descriptions, examples and links are for people; they allow descriptions only.
 * - A newly required field that has a default is safe: the API server fills it in when it reads.
 * - A bound of 0 on a length or a count bounds nothing.
 * - Annotations of a list or map that say what holds without them (`atomic` for lists, `granular` for
 *   maps), and `format: int64` for an integer.
 * - A stored version that goes is migratable, since the applier rewrites the objects; they only know a
 *   CRD that is replaced at once.
 * - A field that goes below `x-kubernetes-preserve-unknown-fields` is safe: its values are kept.
 * - Whatever changes below `status`, where that is a subresource: it holds what the controller observed,
 *   which the API conventions ask it to be able to find out again. Only a changed type stays unsafe, since
 *   a controller that cannot decode its objects does not get to rewriting them.
 * - How served versions differ from each other counts where it is new; devices live with the rest already.
 * - What a schema says of its own apiVersion, kind and metadata, which the API server knows without it.
 */
export type ChangeClass = 'safe' | 'migratable' | 'lossy' | 'unsafe';

/** What changed in a schema node. */
export type SchemaChangeKind =
  | 'any-of-changed'
  | 'any-of-relaxed'
  | 'all-of-changed'
  | 'all-of-relaxed'
  | 'default-added'
  | 'default-changed'
  | 'default-removed'
  | 'documentation-changed'
  | 'embedded-resource-changed'
  | 'enum-added'
  | 'enum-removed'
  | 'enum-value-added'
  | 'enum-value-removed'
  | 'field-added'
  | 'field-opened'
  | 'field-optional'
  | 'field-removed'
  | 'field-required'
  | 'format-added'
  | 'format-changed'
  | 'format-relaxed'
  | 'keyword-changed'
  | 'list-map-keys-changed'
  | 'list-type-changed'
  | 'map-type-changed'
  | 'not-changed'
  | 'not-relaxed'
  | 'nullable-added'
  | 'nullable-removed'
  | 'one-of-changed'
  | 'one-of-relaxed'
  | 'pattern-added'
  | 'pattern-changed'
  | 'pattern-removed'
  | 'preserve-unknown-fields-added'
  | 'preserve-unknown-fields-removed'
  | 'rule-added'
  | 'rule-changed'
  | 'rule-removed'
  | 'schema-too-deep'
  | 'type-changed'
  | 'type-widened'
  | `${BoundName}-${'relaxed' | 'tightened'}`;

/** The bounds of a schema, as they are called in a {@link SchemaChangeKind}. */
export type BoundName =
  | 'maximum'
  | 'minimum'
  | 'max-items'
  | 'min-items'
  | 'max-length'
  | 'min-length'
  | 'max-properties'
  | 'min-properties'
  | 'multiple-of'
  | 'unique-items';

/** What changed in a version of a CRD, beside its schema. */
export type VersionChangeKind =
  | 'printer-columns-changed'
  | 'scale-subresource-added'
  | 'scale-subresource-changed'
  | 'scale-subresource-removed'
  | 'selectable-field-added'
  | 'selectable-field-removed'
  | 'status-subresource-added'
  | 'status-subresource-removed'
  | 'storage-version-changed'
  | 'version-added'
  | 'version-removed'
  | 'version-served'
  | 'version-unserved';

/** What changed in a CRD as a whole. */
export type CrdChangeKind =
  | 'added'
  | 'conversion-changed'
  | 'group-changed'
  | 'kind-changed'
  | 'list-kind-changed'
  | 'names-changed'
  | 'plural-changed'
  | 'pruning-started'
  | 'pruning-stopped'
  | 'removed'
  | 'scope-changed'
  | 'unreadable';

export type ChangeKind = CrdChangeKind | VersionChangeKind | SchemaChangeKind;

/** One thing that differs between two releases of a CRD. */
export type CrdChange = {
  /** The CRD's name. */
  crd: string;
  /**
   * Where it differs, the same change once: `v1` is that version before and after, `v1alpha1 → v1` objects
   * of the one that are read or stored as the other. Empty for what concerns the CRD as a whole.
   */
  versions: readonly string[];
  /** The field, in the notation of {@link formatFieldPath}; `''` for the root and for what is no field. */
  field: string;
  change: ChangeKind;
  class: ChangeClass;
  /** What was there, short, for people; `''` for nothing. */
  before: string;
  after: string;
  /** One sentence on what it means, without the CRD and the field. */
  message: string;
};

/** A {@link CrdChange} of one node of a schema, not knowing where it stands. */
export type SchemaChange = Omit<CrdChange, 'crd' | 'versions' | 'field' | 'change'> & {
  change: SchemaChangeKind;
  /** The property of the node that it is about, if it is not about the node. */
  property?: string;
};
