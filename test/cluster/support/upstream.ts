import { existsSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The folder of real upstream inputs. */
export const UPSTREAM = path.resolve(
  ROOT,
  process.env.MICROSHIFT_OPTIONAL_UPSTREAM || '../shared/upstream',
);

/** The option of a test that needs them: runs it, or says why not and how to provide them. */
export const needsUpstream = {
  skip: existsSync(path.join(UPSTREAM, 'ossm-bundle'))
    ? false
    : `no upstream inputs in ${UPSTREAM}: set MICROSHIFT_OPTIONAL_UPSTREAM to the folder that has them`,
};

/** The component that the project is about. */
export const GATEWAY_API = path.join(ROOT, 'manifests.d/000-microshift-gateway-api');
