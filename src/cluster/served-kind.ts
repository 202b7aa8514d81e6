/** A kind that the API server serves. */
export type ServedKind = {
  group: string;
  apiVersion: string;
  kind: string;
  plural: string;
  namespaced: boolean;
  verbs: readonly string[];
};

/** What is served in one version of a group; undefined where its server does not answer. */
export type GroupVersionKinds = { apiVersion: string; kinds: ServedKind[] | undefined };
