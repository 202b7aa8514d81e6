import * as fc from 'fast-check';

type Fields = Record<string, unknown>;

/** An Ingress of the namespace shop. */
export function ingress(name: string, spec: Fields, metadata: Fields = {}): Fields {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop', ...metadata },
    spec,
  };
}

/** A rule of an Ingress; paths are `TYPE PATH SERVICE:PORT`, where the port is a number or a name. */
export function rule(host: string, ...paths: string[]): Fields {
  return {
    ...(host === '' ? {} : { host }),
    http: {
      paths: paths.map((text) => {
        const [pathType = '', path = '', target = ''] = text.split(' ');
        return { pathType, path, backend: backend(target) };
      }),
    },
  };
}

/** `SERVICE:PORT` as a backend of an Ingress. */
export function backend(target: string): Fields {
  const [name = '', port = ''] = target.split(':');
  return {
    service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } },
  };
}

/** A Route of the namespace shop. */
export function route(name: string, spec: Fields, metadata: Fields = {}): Fields {
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { name, namespace: 'shop', ...metadata },
    spec: { host: `${name}.example.com`, to: { kind: 'Service', name: 'shop' }, ...spec },
  };
}

/** A Service of the namespace shop; ports are `NAME:PORT:TARGET`. */
export function service(name: string, ...ports: string[]): Fields {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop' },
    spec: {
      ports: ports.map((text) => {
        const [portName, port, target = ''] = text.split(':');
        const targetPort = /^\d+$/.test(target) ? Number(target) : target;
        return { name: portName, port: Number(port), ...(target === '' ? {} : { targetPort }) };
      }),
    },
  };
}

/** The text of a stream of objects. */
export function streamOf(...objects: Fields[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
}

export const CA = `-----BEGIN CERTIFICATE-----\n${'MIIB'.repeat(16)}\n-----END CERTIFICATE-----\n`;

const hosts = fc.constantFrom(
  '',
  'a.example.com',
  'b.example.com',
  '*.example.com',
  '*.b.example.com',
  'x'.repeat(63).concat('.example.com'),
  `${'long-label.'.repeat(20)}example.com`,
  'Wrong.example.com',
  'no host',
);
const names = fc.constantFrom('shop', 'api', 'next', 'No Service', '');
const ports = fc.constantFrom('80', '8080', 'http', 'nothing', '0', '65536');
const paths = fc.constantFrom(
  '',
  '/',
  '/a',
  '/a/',
  '/a//b',
  '/b(.*)',
  '/c d',
  '/%2f',
  'x',
  `/${'p'.repeat(1023)}`,
);
const namespaces = fc.constantFrom('shop', 'other', undefined);

const anyIngress = fc
  .record({
    name: fc.constantFrom('one', 'two', 'three.four'),
    namespace: namespaces,
    default: fc.option(fc.tuple(names, ports), { nil: undefined }),
    tls: fc.array(
      fc.record({
        hosts: fc.array(hosts, { maxLength: 2 }),
        secretName: fc.constantFrom('tls', '', 'No Secret'),
      }),
      { maxLength: 2 },
    ),
    rules: fc.array(
      fc.tuple(
        hosts,
        fc.array(
          fc.tuple(
            fc.constantFrom('Exact', 'Prefix', 'ImplementationSpecific', ''),
            paths,
            names,
            ports,
          ),
          { maxLength: 20 },
        ),
      ),
      { maxLength: 4 },
    ),
  })
  .map(({ name, namespace, default: other, tls, rules }) =>
    ingress(
      name,
      {
        ingressClassName: 'old',
        ...(other === undefined ? {} : { defaultBackend: backend(other.join(':')) }),
        tls,
        rules: rules.map(([host, all]) => ({
          host,
          http: {
            paths: all.map(([pathType, path, target, port]) => ({
              pathType,
              path,
              backend: backend(`${target}:${port}`),
            })),
          },
        })),
      },
      { namespace, annotations: { 'example.com/rewrite': '/' } },
    ),
  );

const weights = fc.constantFrom(undefined, 0, 1, 100, 256, 257, -1, 0.5, 'x');
const anyRoute = fc
  .record({
    name: fc.constantFrom('one', 'two', 'three.four', 'x:y'),
    namespace: namespaces,
    host: hosts,
    path: paths,
    wildcardPolicy: fc.constantFrom('None', 'Subdomain', undefined),
    port: fc.constantFrom(
      undefined,
      { targetPort: 8080 },
      { targetPort: 'http' },
      { targetPort: {} },
      'x',
    ),
    to: fc.record({ kind: fc.constantFrom('Service', 'Other'), name: names, weight: weights }),
    alternateBackends: fc.array(
      fc.record({ kind: fc.constant('Service'), name: names, weight: weights }),
      { maxLength: 3 },
    ),
    tls: fc.option(
      fc.record({
        termination: fc.constantFrom('edge', 'passthrough', 'reencrypt', 'other'),
        insecureEdgeTerminationPolicy: fc.constantFrom('None', 'Allow', 'Redirect', undefined),
        key: fc.constantFrom(undefined, 'SECRET-KEY'),
        destinationCACertificate: fc.constantFrom(undefined, CA, `SECRET-KEY\n${CA}`, 'SECRET-KEY'),
        externalCertificate: fc.constantFrom(
          undefined,
          { name: 'external' },
          { name: 'No Secret' },
        ),
      }),
      { nil: undefined },
    ),
  })
  .map(({ name, namespace, ...spec }) => route(name, spec, { namespace }));

/** Streams of Ingresses, Routes and Services, right and wrong in every field. */
export const anyInput = fc
  .tuple(
    fc.array(anyIngress, { maxLength: 4 }),
    fc.array(anyRoute, { maxLength: 6 }),
    fc.subarray([service('shop', 'http:80:8080'), service('api', 'http:8080:http', 'other:81')]),
  )
  .map((parts) => streamOf(...parts.flat()));
