import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CA, ingress, route, rule, service } from './support/inputs.ts';
import { NEWER, codes, run, ways } from './support/run.ts';

// What is looked at differs from case to case.
type Any = any;

describe('several that are for one host', () => {
  const at = (year: number): Any => ({ creationTimestamp: `${year}-01-01T00:00:00Z` });
  const own = (name: string, target: string, metadata?: Any): Any =>
    ingress(name, { rules: [rule('a.example.com', `Prefix / ${target}`)] }, metadata);

  it('give the requests to the oldest, be it an Ingress or a Route', () => {
    const spec = { host: 'a.example.com', port: { targetPort: 80 } };
    const objects = [own('new', 'new:80'), own('young', 'young:80', at(2025))];
    const cases: [oldest: Any, target: string][] = [
      [own('old', 'old:80', at(2023)), 'old:80'],
      [route('r', spec, at(2024)), 'shop:80'],
    ];
    for (const [oldest, target] of cases) {
      const { made, leftovers } = run([...objects, oldest]);
      assert.deepEqual(ways(made), [`a.example.com at http: PathPrefix / → ${target}`]);
      assert.deepEqual(codes(leftovers).filter((code) => code === 'spec: claimed-twice').length, 2);
    }
  });

  it('do not give them to a canary, which is left out with all that it says', () => {
    const annotations = { 'example.com/canary': 'true', 'example.com/canary-weight': '10' };
    const { made, leftovers } = run([
      own('canary', 'next:80', { annotations, ...at(2020) }),
      own('main', 'shop:80', at(2021)),
    ]);
    assert.deepEqual(ways(made), ['a.example.com at http: PathPrefix / → shop:80']);
    assert.deepEqual(codes(leftovers), [
      'metadata.annotations: canary-left',
      'metadata.annotations: annotations-left',
    ]);
    assert.match(leftovers[1]?.message ?? '', /example\.com\/canary-weight/);
  });

  it('tell that what their classes kept apart is no longer apart', () => {
    const other = (name: string, spec: Any, metadata?: Any): Any =>
      ingress(name, { ...spec, rules: [rule(`${name}.example.com`, 'Prefix / x:80')] }, metadata);
    const annotations = { 'kubernetes.io/ingress.class': 'inside' };
    const apart = [other('a', { ingressClassName: 'public' }), other('b', {}, { annotations })];
    const messages = run(apart).leftovers.filter(({ code }) => code === 'class-left');
    assert.deepEqual(
      messages.map(({ message }) => message.split(' ', 1)[0]),
      ['"public"', '"inside"'],
    );
    const alike = run([apart[0], other('c', { ingressClassName: 'public' })]);
    assert.deepEqual(alike.leftovers, []);
  });

  it('tell that one speaks TLS to the Service of another', () => {
    const tls = { termination: 'reencrypt', destinationCACertificate: CA };
    const { leftovers } = run(
      [
        route('r', { port: { targetPort: 8443 }, tls }),
        route('s', { port: { targetPort: 8080 } }),
        service('shop', 'web:80:8080', 'secure:443:8443'),
      ],
      { api: NEWER, flags: { certificate: 'cert' } },
    );
    assert.deepEqual(codes(leftovers), ['spec: plain-left']);
    assert.equal(leftovers[0]?.at?.object, 'Route.route.openshift.io shop/s');
  });

  it('have one CA for a Service', () => {
    const spec = (destinationCACertificate: string): Any => ({
      port: { targetPort: 8443 },
      tls: { termination: 'reencrypt', destinationCACertificate },
    });
    const other = CA.replace('MIIB', 'MIIC');
    const flags = { certificate: 'cert' };
    const { made, leftovers } = run(
      [route('r', spec(CA)), route('s', spec(other)), service('shop', 'web:443:8443')],
      { api: NEWER, flags },
    );
    const maps = made.filter(({ kind }) => kind === 'ConfigMap');
    assert.deepEqual(
      maps.map(({ data }) => data['ca.crt']),
      [CA],
    );
    assert.deepEqual(codes(leftovers), ['spec.tls.destinationCACertificate: claimed-twice']);
  });
});
