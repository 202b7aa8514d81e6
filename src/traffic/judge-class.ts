import { textAt, valueAt } from '../manifest/json.ts';
import { ok, reported, shown, unknown } from './link.ts';
import type { Verdict } from './link.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { LiveObject } from './live-object.ts';
import { said, staleMessage, wordsOf } from './said.ts';

/** Judges a GatewayClass: whether it is there, and its controller has taken it. */
export function judgeClass(
  { unread }: Pick<ClusterIndex, 'unread'>,
  gatewayClass: LiveObject | undefined,
): Verdict {
  if (gatewayClass === undefined && unread.has('GatewayClass')) return unknown('could not be read');
  if (gatewayClass === undefined) {
    return shown({
      code: 'class-missing',
      message: 'does not exist, but Gateways ask for it',
      fix: 'install the component that brings it, or correct gatewayClassName of the Gateways below',
    });
  }
  const { object, generation } = gatewayClass;
  const controller = textAt(object, ['spec', 'controllerName']);
  const accepted = said(valueAt(object, ['status']), 'Accepted', generation);
  switch (accepted.says) {
    case 'true':
      return ok(controller);
    case 'false':
      return reported('broken', {
        code: 'class-refused',
        message: `is not accepted by ${controller}: ${wordsOf(accepted)}`,
        fix: 'correct what the controller says, mostly spec.parametersRef or the version of the CRDs',
      });
    case 'stale':
      return reported('pending', {
        code: 'class-stale',
        message: staleMessage('Accepted', accepted.observed, generation),
        fix: `look whether the controller ${controller} runs`,
      });
    default:
      return reported('pending', {
        code: 'class-unseen',
        message: `no controller has looked at it: none answers to ${controller}`,
        fix: `look whether the controller ${controller} runs, and correct spec.controllerName if it calls itself otherwise`,
      });
  }
}
