import { textAt, valueAt } from '../manifest/json.ts';
import { compareText } from '../manifest/object.ts';
import { allowsNamespace } from './attach.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { withWords } from './judge-listener.ts';
import { linkName, ok, reported, shown } from './link.ts';
import type { BlamedVerdict, Link } from './link.ts';
import { GATEWAY, nameKey, shortName } from './live-object.ts';
import type { LiveObject } from './live-object.ts';
import { referenceOf } from './reference.ts';
import type { Reference } from './reference.ts';
import { said, staleMessage, wordsOf } from './said.ts';

/** The Gateway that a ListenerSet adds listeners to. */
export function parentOf({ object, id }: LiveObject): Reference {
  return referenceOf(valueAt(object, ['spec', 'parentRef']), GATEWAY, id.namespace);
}

/** What comes first keeps what two ListenerSets want: the older one, else that whose name is first. */
export function byPrecedence(a: LiveObject, b: LiveObject): number {
  const since = ({ object }: LiveObject): string =>
    textAt(object, ['metadata', 'creationTimestamp']);
  return compareText(since(a), since(b)) || compareText(nameKey(a.id), nameKey(b.id));
}

/**
 * Judges a ListenerSet: whether its Gateway lets it in (spec.allowedListeners, which lets nobody in by default), and
 * what its controller says.
 * @param listeners its listeners as they were judged: a broken one may be why
 */
export function judgeListenerSet(
  cluster: ClusterIndex,
  set: LiveObject,
  gateway: LiveObject,
  listeners: readonly Link[],
): BlamedVerdict {
  const status = valueAt(set.object, ['status']);
  if (!isAllowed(cluster, set, gateway)) {
    const cause = {
      code: 'listener-set-not-allowed',
      message: `${shortName(gateway.id)} takes no ListenerSets of namespace ${set.id.namespace}`,
      fix: 'allow it in spec.allowedListeners.namespaces of the Gateway',
    };
    return { verdict: shown(withWords(cause, said(status, 'Accepted', set.generation), 'false')) };
  }
  for (const type of ['Accepted', 'Programmed']) {
    const word = said(status, type, set.generation);
    if (word.says === 'true') continue;
    if (word.says !== 'false') {
      const message =
        word.says === 'stale'
          ? staleMessage(type, word.observed, set.generation)
          : 'no controller has judged it yet';
      const fix = 'look whether the controller of its Gateway runs and knows ListenerSets';
      return { verdict: reported('pending', { code: 'listener-set-unseen', message, fix }) };
    }
    const broken = listeners.find(({ state }) => state === 'broken');
    const verdict = reported('broken', {
      code: 'listener-set-refused',
      message: `its condition ${type} is False: ${wordsOf(word)}`,
      fix: 'correct what its controller says of it',
    });
    return broken === undefined ? { verdict } : { verdict, blockedBy: linkName(broken) };
  }
  return { verdict: ok() };
}

/** Whether a Gateway lets a ListenerSet in: one that it does not takes nothing from anybody. */
export function isAllowed(
  cluster: ClusterIndex,
  set: LiveObject,
  { object, id }: LiveObject,
): boolean {
  const namespaces = valueAt(object, ['spec', 'allowedListeners', 'namespaces']);
  const from = textAt(namespaces, ['from']) || 'None';
  const selector = valueAt(namespaces, ['selector']);
  return allowsNamespace(cluster, from, selector, id.namespace, set.id.namespace);
}
