import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatTrafficTable, formatTrafficTree } from '../../../src/traffic/format-traffic.ts';
import { judgeTraffic } from '../../../src/traffic/judge-traffic.ts';
import { reportedLink } from '../../../src/traffic/reported-link.ts';
import { trafficProblems } from '../../../src/traffic/traffic-problems.ts';
import { NO_OBJECTS } from '../../../src/traffic/traffic-objects.ts';
import { shop } from './support/shop.ts';

function broken() {
  const objects = shop();
  objects.secrets = [];
  objects.endpointSlices = [];
  objects.openShiftRoutes = [
    { metadata: { namespace: 'shop', name: 'old' }, spec: { host: 'hello.example.com' } },
  ];
  return judgeTraffic(objects);
}

describe('the way of traffic', () => {
  it('is a tree with causes and fixes', () => {
    assert.equal(
      formatTrafficTree(broken()),
      `GatewayClass mesh: ok (example.com/controller)
└─ Gateway shop/web: ok (10.0.0.1)
   ├─ listener http: ok (HTTP 8080 *.example.com, 1 attached)
   │  └─ HTTPRoute shop/hello: ok
   │     └─ Service shop/hello port 80: broken (0 of 0 endpoints ready)
   │            cause: no pods are behind it: its selector app=hello finds none
   │            fix: correct the selector or the labels of the pods, or start them: kubectl get pods -n shop -l app=hello
   └─ listener https: broken (HTTPS 8443, 1 attached)
      │   cause: its certificate is not there: Secret shop/certificate does not exist (its controller has not reported it yet)
      │   fix: create Secret shop/certificate (kubectl create secret tls), or look why whoever issues it has not
      └─ GRPCRoute shop/greeter: pending, blocked by Gateway shop/web listener https
         └─ Service shop/hello port 80: broken (0 of 0 endpoints ready)
                cause: no pods are behind it: its selector app=hello finds none
                fix: correct the selector or the labels of the pods, or start them: kubectl get pods -n shop -l app=hello
note: hello.example.com on port 8080 is claimed by HTTPRoute shop/hello and Route shop/old: HTTPRoute shop/hello answers (the Gateway answers on port 8080, the other on 80)
`,
    );
  });

  it('has a line for what its controller says in several', () => {
    const objects = shop();
    objects.gateways[0].status.conditions[0] = {
      type: 'Accepted',
      status: 'False',
      reason: 'Invalid',
      message: '2 errors:\n\t* a\nerror: b',
    };
    assert.match(
      formatTrafficTree(judgeTraffic(objects)),
      /cause: is not accepted: Invalid: 2 errors: \* a error: b$/m,
    );
  });

  it('has one note for many names that are claimed alike', () => {
    const overlaps = Array.from({ length: 7 }, (_, index) => ({
      hostname: index === 0 ? '' : `h${index}.example.com`,
      port: 80,
      route: 'HTTPRoute shop/all',
      other: `Route shop/r${index}`,
      winner: 'other' as const,
      rule: 'the Gateway has no address',
    }));
    const apart = { ...overlaps[0]!, port: 443 };
    assert.equal(
      formatTrafficTable({ links: [], overlaps: [apart, ...overlaps] }),
      `note: every name on port 443 is claimed by HTTPRoute shop/all and Route shop/r0: Route shop/r0 answers (the Gateway has no address)
note: 7 names on port 80 are claimed by HTTPRoute shop/all and others: the other answers (the Gateway has no address)
  every name (Route shop/r0), h1.example.com (Route shop/r1), h2.example.com (Route shop/r2) and 4 more; -o json has all
`,
    );
    assert.equal(
      formatTrafficTree({ links: [], overlaps: overlaps.slice(2) }).match(/^note: h/gm)?.length,
      5,
    );
  });

  it('is a table, a line a link', () => {
    const { links } = broken();
    assert.equal(
      formatTrafficTable({ links, overlaps: [] }),
      `GatewayClass mesh                   ok       example.com/controller
  Gateway shop/web                  ok       10.0.0.1
    listener http                   ok       HTTP 8080 *.example.com, 1 attached
      HTTPRoute shop/hello          ok
        Service shop/hello port 80  broken   no pods are behind it: its selector app=hello finds none
    listener https                  broken   its certificate is not there: Secret shop/certificate does not exist (its controller has not reported it yet)
      GRPCRoute shop/greeter        pending  blocked by Gateway shop/web listener https
        Service shop/hello port 80  broken   no pods are behind it: its selector app=hello finds none
`,
    );
  });

  it('is nothing where there is nothing', () => {
    const traffic = judgeTraffic(NO_OBJECTS);
    assert.equal(formatTrafficTree(traffic) + formatTrafficTable(traffic), '');
  });

  it('has each problem once, however many ways lead over it', () => {
    assert.deepEqual(
      trafficProblems(broken().links).map(({ code, at }) => [code, at]),
      [
        ['no-endpoints', { object: 'Service shop/hello', field: 'port 80' }],
        [
          'certificate-missing',
          { object: 'Gateway.gateway.networking.k8s.io shop/web', field: 'listener https' },
        ],
      ],
    );
  });

  it('is reported as JSON without empty fields', () => {
    const [route] = broken().links[0]?.links[0]?.links[1]?.links ?? [];
    assert.ok(route);
    assert.deepEqual(reportedLink({ ...route, links: [] }), {
      group: 'gateway.networking.k8s.io',
      kind: 'GRPCRoute',
      namespace: 'shop',
      name: 'greeter',
      state: 'pending',
      blockedBy: 'Gateway shop/web listener https',
    });
  });
});
