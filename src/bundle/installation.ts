/** How a bundle is to be installed: what OLM would ask its user for. */
export type Installation = {
  /** Where the operator runs. */
  namespace: string;
  /** The namespaces that it serves, each once; undefined for all. */
  targetNamespaces: readonly string[] | undefined;
  /** Whether the APIs that the operator serves by itself are registered at the API server. */
  apiServices: boolean;
};
