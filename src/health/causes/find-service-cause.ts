import type { Client } from '../../cluster/client.ts';
import { listOnce, readNamed } from '../../cluster/read-once.ts';
import { valueAt } from '../../manifest/json.ts';
import type { ServiceId } from '../check.ts';
import { causeOf } from './cause.ts';
import type { Cause } from './cause.ts';
import { ruleOf } from './cause-table.ts';
import { isOfCurrentTemplate } from './current-template.ts';
import { explained, rankedTroubles, unreplaced } from './find-cause.ts';
import { labelsQuery } from './selector-query.ts';

/**
 * What keeps a Service without a ready endpoint: that it does not exist, that it selects no pod, or the pods.
 */
export async function findServiceCause(
  client: Client,
  { namespace, name }: ServiceId,
): Promise<Cause | undefined> {
  const base = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const found = await readNamed(client, `${base}/services`, name);
  if (found === undefined) return undefined;
  const { object: service } = found;
  const link = `Service ${namespace}/${name}`;
  const subject = { namespace, name };
  if (service === undefined) return causeOf('ServiceMissing', [`${link}: does not exist`], subject);
  const selector = labelsQuery(valueAt(service, ['spec', 'selector']));
  // Somebody else writes the endpoints.
  if (selector === undefined) return undefined;
  const pods = await listOnce(client, `${base}/pods`, selector);
  if (pods.length === 0) {
    const said = `${link}: no pod has the labels that it selects`;
    return causeOf('NoPodSelected', [said], subject);
  }
  const cause = await podsCause(client, namespace, unreplaced(pods));
  return cause && { ...cause, links: [link, ...cause.links] };
}

/** What is wrong with pods that labels alone select, which may be of a template that is just being replaced. */
async function podsCause(
  client: Client,
  namespace: string,
  pods: readonly unknown[],
): Promise<Cause | undefined> {
  const ranked = rankedTroubles(pods);
  for (const troubled of ranked) {
    const isCertain = ruleOf(troubled.trouble.cause, '').outcome === 'certain';
    // oxlint-disable-next-line no-await-in-loop -- seldom more than one
    if (!isCertain || (await isOfCurrentTemplate(client, namespace, troubled.pod))) {
      return explained(client, namespace, troubled);
    }
  }
  const [first] = ranked;
  return first && { ...(await explained(client, namespace, first)), outcome: 'bad' };
}
