import { compareText } from '../manifest/object.ts';

const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;

/** Whether a version is named as Kubernetes names them, so that its name tells what comes after what. */
export function isKubernetesVersion(name: string): boolean {
  return VERSION.test(name);
}

/**
 * Orders version names as Kubernetes does (k8s.io/apimachinery, version.CompareKubeAwareVersionStrings):
 * alpha before beta before GA, then by their numbers; other names come first, by their text.
 */
export function compareVersionPriority(a: string, b: string): number {
  const [left, right] = [priority(a), priority(b)];
  const index = left.findIndex((part, at) => part !== right[at]);
  return index < 0 ? compareText(a, b) : (left[index] ?? 0) - (right[index] ?? 0);
}

function priority(name: string): number[] {
  const [, major, stage, minor] = VERSION.exec(name) ?? [];
  if (major === undefined) return [0, 0, 0];
  return [stage === undefined ? 3 : stage === 'beta' ? 2 : 1, Number(major), Number(minor ?? 0)];
}
