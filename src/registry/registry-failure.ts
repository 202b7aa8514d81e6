/** Why a registry did not give what it was asked for. */
export type FailureReason =
  /** skopeo is not installed. */
  | 'no-skopeo'
  /** The registry did not answer, or not as one: no such host, refused, TLS, overloaded. */
  | 'unreachable'
  | 'unauthorized'
  | 'not-found'
  /** The machine's signature policy (policy.json) rejects the image. */
  | 'rejected'
  /** This machine has no space for it. */
  | 'no-space'
  /** What came is not what was asked for: another digest, or no image. */
  | 'invalid';

/** The code of the problem that a failure is to the user. */
export const FAILURE_CODES: Record<FailureReason, string> = {
  'no-skopeo': 'skopeo-missing',
  unreachable: 'registry-unreachable',
  unauthorized: 'registry-unauthorized',
  'not-found': 'image-not-found',
  rejected: 'image-rejected',
  'no-space': 'no-space-left',
  invalid: 'image-invalid',
};

/** A failure as data; it holds no credentials. */
export type RegistryFailure = { failure: FailureReason; message: string; hint: string };

/** A {@link RegistryFailure} on its way to whoever makes an error or a finding of it. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly failure: RegistryFailure;

  constructor(failure: RegistryFailure) {
    super(failure.message);
    this.failure = failure;
  }
}
