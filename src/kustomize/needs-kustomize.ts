/**
 * What a kustomization asks for that is not rendered natively, or not with certainty. It is no error: the
 * real kustomize takes over.
 */
export class NeedsKustomize extends Error {
  override readonly name = 'NeedsKustomize';
  /** The kustomization. */
  readonly file: string;
  /** Names of fields, and other things as people call them: `components`, `remote resources`. */
  readonly features: readonly string[];

  constructor(file: string, features: readonly string[]) {
    super(`${file}: ${features.join(', ')}`);
    this.file = file;
    this.features = features;
  }
}
