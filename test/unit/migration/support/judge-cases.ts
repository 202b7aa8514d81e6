import type { JsonObject } from '../../../../src/manifest/json.ts';
import type { CrdContext } from '../../../../src/migration/judge-crd-change.ts';
import { MIGRATING_FROM } from '../../../../src/migration/stored-versions.ts';
import { AB, lamps } from '../../upgrade/support/lamps.ts';
import { webhook } from './live.ts';

/** Beside the versions: what else the CRDs have, and the context. */
type Options = {
  live?: JsonObject;
  next?: JsonObject;
  liveMetadata?: JsonObject;
  nextMetadata?: JsonObject;
} & Partial<CrdContext>;

/** `live` as {@link shipped} reads it, the stored versions with commas, and `next`. */
export type JudgeCase = readonly [
  what: string,
  live: string,
  stored: string,
  next: string,
  expected: string | RegExp,
  options?: Options,
];

const transitional = { annotations: { [MIGRATING_FROM]: 'v1alpha1' } };
export const bundle = (version: string): JsonObject => ({
  annotations: { 'lamps.example.com/bundle-version': version },
});
const labelled = (version: string): JsonObject => ({
  labels: { 'app.kubernetes.io/version': version },
});

/** Versions as {@link shipped} has them. What is decided is `action from → to`, or matches the reason. */
export const JUDGE_CASES: readonly JudgeCase[] = [
  // Forward.
  ['the same', 'v1', 'v1', 'v1', 'apply'],
  ['a version more', 'v1', 'v1', 'v1 v2*', 'apply'],
  ['another storage version', 'v1alpha1', 'v1alpha1', 'v1alpha1 v1*', 'apply'],
  ['a version less that nothing is stored in', 'v1beta1 v1*', 'v1', 'v1', 'apply'],
  ['a stored version that is only unserved', 'v1alpha1* v1', 'v1alpha1', '-v1alpha1 v1*', 'apply'],
  ['the stored version gone', 'v1alpha1', 'v1alpha1', 'v1', 'migrate v1alpha1 → v1'],
  ['a once stored version gone', 'v1alpha1 v1*', 'v1alpha1,v1', 'v1', 'migrate v1alpha1 → v1'],
  ['two gone', 'v1alpha1 v1beta1*', 'v1alpha1,v1beta1', 'v1', 'migrate v1alpha1,v1beta1 → v1'],
  ['one of two gone', 'v1alpha1 v1*', 'v1alpha1,v1', 'v1 v2*', 'migrate v1alpha1 → v2'],
  [
    'an unserved stored version gone',
    '-v1alpha1 v1*',
    'v1alpha1,v1',
    'v1',
    'migrate v1alpha1 → v1',
  ],
  ['no status yet', 'v1alpha1', '', 'v1', 'apply'],
  [
    'a version that the release forward takes back',
    'v1',
    'v1',
    'v1beta1',
    'migrate v1 → v1beta1',
    { isRollback: false },
  ],
  ['versions without an order', 'new', 'new', 'old', 'migrate new → old'],
  ['an experiment that ends', 'v1* v2alpha1', 'v1', 'v1', 'apply'],

  // After a kill.
  [
    'the transitional CRD of this very step',
    'v1* v1alpha1',
    'v1alpha1,v1',
    'v1',
    'migrate v1alpha1 → v1',
    { liveMetadata: transitional },
  ],
  [
    'the transitional CRD of a step to a lower version',
    'v1beta1* v1',
    'v1,v1beta1',
    'v1beta1',
    'migrate v1 → v1beta1',
    { liveMetadata: { annotations: { [MIGRATING_FROM]: 'v1' } } },
  ],
  [
    'the transitional CRD whose objects are all rewritten',
    'v1* v1alpha1',
    'v1',
    'v1',
    'apply',
    { liveMetadata: transitional },
  ],
  [
    'the transitional CRD of an earlier step',
    'v1* v1alpha1',
    'v1alpha1,v1',
    'v2',
    'migrate v1alpha1,v1 → v2',
    { liveMetadata: transitional },
  ],
  [
    'the transitional CRD when the device goes back',
    'v1* v1alpha1',
    'v1alpha1,v1',
    'v1alpha1',
    /^keep .*serves v1, v1alpha1$/,
    { liveMetadata: transitional, neededVersions: ['v1alpha1'] },
  ],
  [
    'an annotation that names all there is',
    'v1alpha1',
    'v1alpha1',
    'v1',
    'migrate v1alpha1 → v1',
    { liveMetadata: transitional },
  ],

  // Back.
  [
    'a higher version',
    'v1alpha1 v1*',
    'v1alpha1,v1',
    'v1alpha1',
    /^keep .*defines v1, .*above v1alpha1/,
  ],
  [
    'a higher version with the needed one',
    'v1alpha1 v1*',
    'v1',
    'v1alpha1',
    /^keep .*serves v1alpha1, v1$/,
    { neededVersions: ['v1alpha1'] },
  ],
  [
    'a higher version without the needed one',
    'v1',
    'v1',
    'v1alpha1',
    /^refuse crd-downgrade .*serves v1, but .*written in v1alpha1$/,
    { neededVersions: ['v1alpha1', 'v1alpha1'] },
  ],
  [
    'a needed version that is no longer served',
    '-v1alpha1 v1*',
    'v1',
    'v1alpha1',
    /^refuse crd-downgrade .*serves v1, but/,
    { neededVersions: ['v1alpha1'] },
  ],
  [
    'a higher version that nothing needs',
    'v1',
    'v1',
    'v1alpha1',
    /^keep .*serves v1, and no longer v1alpha1$/,
  ],
  ['GA after beta', 'v1', 'v1', 'v3beta2', /^keep/],
  ['beta 2 after beta 1', 'v1beta1 v1beta2', 'v1beta2', 'v1beta1', /^keep/],
  ['v10 after v2', 'v2 v10', 'v10', 'v2', /^keep/],
  ['the same when the device went back', 'v1', 'v1', 'v1', 'apply', { isRollback: true }],
  [
    'more fields when the device went back',
    'v1',
    'v1',
    'v1',
    /^keep .*a newer release was here before/,
    {
      isRollback: true,
      live: { versions: (lamps([{ name: 'v1', schema: AB }]).spec as JsonObject).versions ?? [] },
    },
  ],
  [
    'fewer versions when the device went back',
    'v1',
    'v1',
    'v1 v2*',
    /^keep .*serves v1, and no longer v2$/,
    { isRollback: true, neededVersions: ['v1'] },
  ],
  [
    'nothing served',
    '-v1',
    'v1',
    'v1alpha1',
    /^refuse crd-downgrade .*serves nothing/,
    { neededVersions: ['v1alpha1'] },
  ],

  // What the CRDs say of themselves.
  [
    'a newer bundle',
    'v1',
    'v1',
    'v1',
    /^keep .*bundle-version is v1.6.1, and that of this release v1.1.0/,
    { liveMetadata: bundle('v1.6.1'), nextMetadata: bundle('v1.1.0'), neededVersions: ['v1'] },
  ],
  [
    'a newer bundle, even if the device went forward',
    'v1 v1beta1*',
    'v1beta1',
    'v1',
    /^keep/,
    { liveMetadata: bundle('3.3.6'), nextMetadata: bundle('3.3.6-rc.1'), isRollback: false },
  ],
  [
    'an older bundle',
    'v1',
    'v1',
    'v1',
    'apply',
    { liveMetadata: bundle('v1.1.0'), nextMetadata: bundle('v1.6.1') },
  ],
  [
    'an older bundle with a higher version',
    'v1',
    'v1',
    'v1beta1',
    'migrate v1 → v1beta1',
    { liveMetadata: bundle('1.0.0'), nextMetadata: bundle('2.0.0'), isRollback: true },
  ],
  [
    'a newer label',
    'v1',
    'v1',
    'v1',
    /^keep .*app.kubernetes.io\/version is 2.0.0/,
    { liveMetadata: labelled('2.0.0'), nextMetadata: labelled('1.9.0') },
  ],
  [
    'what is no version',
    'v1',
    'v1',
    'v1',
    'apply',
    { liveMetadata: labelled('latest'), nextMetadata: labelled('1.9.0') },
  ],
  [
    'a release that only one of them names',
    'v1',
    'v1',
    'v1',
    'apply',
    { liveMetadata: labelled('2.0.0') },
  ],
  [
    'a contradiction',
    'v1',
    'v1',
    'v1',
    'apply',
    {
      liveMetadata: { ...labelled('2.0.0'), ...bundle('1.0.0') },
      nextMetadata: { ...labelled('1.0.0'), ...bundle('2.0.0') },
    },
  ],

  // Conversion.
  [
    'a webhook that knows both versions',
    'v1alpha1* v1',
    'v1alpha1',
    'v1',
    'migrate v1alpha1 → v1',
    { live: webhook() },
  ],
  [
    'a webhook that does not know the new version',
    'v1alpha1 v1beta1*',
    'v1beta1',
    'v1',
    /^refuse crd-stored-version-removed .*converts v1beta1 does not know v1$/,
    { live: webhook() },
  ],
  [
    'a new webhook for a version that goes',
    'v1alpha1',
    'v1alpha1',
    'v1 v2*',
    /^refuse crd-stored-version-removed .*converts to v2 is not known to understand v1alpha1$/,
    { next: webhook() },
  ],
  [
    'a new webhook where objects are taken as they are until now',
    'v1alpha1* v1',
    'v1alpha1',
    'v1* v2',
    'migrate v1alpha1 → v1',
    { next: webhook() },
  ],
  [
    'a stored version that nobody defines',
    'v1',
    'v1alpha1,v1',
    'v1',
    /^refuse crd-stored-version-removed .*does not define v1alpha1 either$/,
  ],
  [
    'back to a set without the webhook that serves what it needs',
    'v1alpha1 v1*',
    'v1',
    'v1alpha1',
    /^refuse crd-downgrade .*conversion webhook of Service lamps\/converter, which/,
    { live: webhook(), neededVersions: ['v1alpha1'] },
  ],
  [
    'back to a set with the same webhook',
    'v1alpha1 v1beta1 v1*',
    'v1',
    'v1alpha1 v1beta1*',
    /^keep/,
    { live: webhook(), next: webhook(), neededVersions: ['v1alpha1'] },
  ],
  [
    'back to a set without the webhook that does not need it',
    'v1alpha1* v1',
    'v1alpha1',
    'v1alpha1',
    /^keep/,
    { live: webhook(), neededVersions: ['v1alpha1'] },
  ],

  // Another kind.
  [
    'another scope',
    'v1',
    'v1',
    'v1',
    /^refuse crd-identity-changed .*scope Namespaced, not Cluster/,
    { next: { scope: 'Cluster' } },
  ],
  [
    'another kind',
    'v1',
    'v1',
    'v1',
    /^refuse crd-identity-changed .*kind Lamp, not Lantern, which/,
    { next: { names: { kind: 'Lantern', plural: 'lamps' } } },
  ],
  [
    'another plural and group',
    'v1',
    'v1',
    'v1',
    /^refuse crd-identity-changed .*group example.com, not example.org, and plural lamps, not lights,/,
    { next: { group: 'example.org', names: { kind: 'Lamp', plural: 'lights' } } },
  ],
];
