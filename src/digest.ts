import { createHash } from 'node:crypto';

/** The SHA-256 of a content, as OCI writes digests: `sha256:<hex>`. */
export function sha256(content: Buffer | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
