import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { getObject, kubectl, writeStatus } from './support/kubectl.ts';
import { runProgram } from './support/program.ts';
import { deployment, namespace, temporaryDirectory, writeTree } from './support/trees.ts';

/*
 * What is broken on a real cluster, as its own controllers and its scheduler tell it: each has its one cause, and once
 * that is repaired, all is well. What only a kubelet would say is written into the status of pods of the simulated node.
 */

// Controllers try again after longer and longer times.
const ALL_IS_WELL = '2m';

/** One state of a workload `lamp` in a namespace of its own. */
type Broken = {
  /** The workload; a Deployment if left out, with these fields of its pod's spec. */
  workload?: (inNamespace: string) => object;
  pod?: object;
  /** What is there before it, or done to it. */
  prepare?: (inNamespace: string) => Promise<unknown>;
  disturb?: (inNamespace: string) => Promise<unknown>;
  repair?: (inNamespace: string) => Promise<unknown>;
  /** What the health check says of it. */
  cause: RegExp;
  hint: RegExp;
  /** Whether it ends long before its time. */
  ends?: 'at once' | 'with --fail-fast';
};

suite('what keeps a workload from being healthy', { concurrency: 6 }, () => {
  const plane = sharedControlPlane();
  const run = (args: string[], input?: object) => kubectl(plane, args, input);
  const inside =
    (inNamespace: string) =>
    (...args: string[]) =>
      run(['-n', inNamespace, ...args]);

  /** A Deployment with a pod like this. */
  const lamp = (inNamespace: string, pod: object = {}, spec: object = {}): object => {
    const given = structuredClone(deployment(inNamespace, 'lamp')) as any;
    Object.assign(given.spec, spec);
    Object.assign(given.spec.template.spec, pod);
    return given;
  };

  const podOf = async (inNamespace: string): Promise<string> => {
    await run([
      'wait',
      '-n',
      inNamespace,
      '--for=create',
      'pod',
      '-l',
      'app=lamp',
      '--timeout=60s',
    ]).catch(() => {});
    const { items } = await getObject(plane, ['pods', '-n', inNamespace]);
    return items[0]?.metadata.name ?? assert.fail(`${inNamespace} has no pod`);
  };

  /** Has the kubelet of the simulated node say this of the pod's container. */
  const sayOfContainer = async (inNamespace: string, status: object): Promise<void> => {
    const podArgs = ['-n', inNamespace, 'pod', await podOf(inNamespace)];
    await run(['wait', ...podArgs, '--for=condition=Ready', '--timeout=60s']);
    const { status: now } = await getObject(plane, podArgs);
    const [container] = now.containerStatuses;
    await writeStatus(plane, podArgs, {
      phase: 'Pending',
      conditions: now.conditions.map((each: any) =>
        each.type === 'Ready' || each.type === 'ContainersReady'
          ? { ...each, status: 'False' }
          : each,
      ),
      containerStatuses: [{ ...container, ready: false, started: false, ...status }],
    });
  };
  const waiting =
    (reason: string, message: string, more: object = {}) =>
    (inNamespace: string) =>
      sayOfContainer(inNamespace, { state: { waiting: { reason, message } }, ...more });
  /** The next pod is as the simulated node makes it. */
  const deletePods = (inNamespace: string) =>
    run(['-n', inNamespace, 'delete', 'pods', '--all', '--wait=false', '--force']);

  const cases: Record<string, Broken> = {
    'missing-service-account': {
      pod: { serviceAccountName: 'nobody' },
      cause: /ReplicaSet \S+ → FailedCreate: .*serviceaccount "nobody" not found/,
      hint: /a missing ServiceAccount/,
      repair: (name) => inside(name)('create', 'serviceaccount', 'nobody'),
      ends: 'with --fail-fast',
    },
    quota: {
      prepare: (name) => inside(name)('create', 'quota', 'none', '--hard=pods=0'),
      cause: /ReplicaSet \S+ → FailedCreate: .*exceeded quota: none/,
      hint: /a quota/,
      repair: (name) => inside(name)('delete', 'quota', 'none'),
    },
    'no-such-node': {
      pod: { nodeSelector: { colour: 'red' } },
      cause: /Pod \S+ → Unschedulable: .*didn't match Pod's node affinity\/selector/,
      hint: /a taint or selector/,
      repair: () => run(['label', 'nodes', '--all', 'colour=red']),
      ends: 'with --fail-fast',
    },
    'too-large': {
      pod: {
        containers: [
          { name: 'main', image: 'example.com/a:1', resources: { requests: { cpu: '100000' } } },
        ],
      },
      cause: /Pod \S+ → Unschedulable: .*Insufficient cpu/,
      hint: /ask for less/,
    },
    'missing-volume': {
      pod: {
        containers: [{ name: 'main', image: 'example.com/a:1' }],
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
      },
      cause: /Pod \S+ → Unschedulable: .*persistentvolumeclaim "data" not found/,
      hint: /give the node what is missing/,
    },
    gated: {
      pod: { schedulingGates: [{ name: 'example.com/wait' }] },
      cause: /Pod \S+ → SchedulingGated: /,
      hint: /remove the scheduling gates/,
    },
    'stateful-set-without-account': {
      workload: (name) => ({
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'lamp', namespace: name },
        spec: {
          ...(lamp(name, { serviceAccountName: 'nobody' }) as any).spec,
          serviceName: 'lamp',
        },
      }),
      cause:
        /StatefulSet \S+: 0 of 1 replicas are ready → FailedCreate: .*serviceaccount "nobody" not found/,
      hint: /a missing ServiceAccount/,
      repair: (name) => inside(name)('create', 'serviceaccount', 'nobody'),
    },
    'daemon-set-refused': {
      workload: (name) => {
        const { selector, template } = (lamp(name, { serviceAccountName: 'nobody' }) as any).spec;
        return {
          apiVersion: 'apps/v1',
          kind: 'DaemonSet',
          metadata: { name: 'lamp', namespace: name },
          spec: { selector, template },
        };
      },
      cause: /DaemonSet \S+: .* → FailedCreate: .*serviceaccount "nobody" not found/,
      hint: /a missing ServiceAccount/,
      repair: (name) => inside(name)('create', 'serviceaccount', 'nobody'),
    },
    'job-too-late': {
      workload: (name) => ({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'lamp', namespace: name },
        spec: {
          activeDeadlineSeconds: 1,
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [{ name: 'main', image: 'example.com/a:1' }],
            },
          },
        },
      }),
      cause: /Job \S+: failed: DeadlineExceeded: /,
      hint: /kubectl describe jobs lamp/,
      ends: 'at once',
    },
    'image-pull': {
      disturb: waiting('ImagePullBackOff', 'Back-off pulling image "example.com/a:1"'),
      cause:
        /Pod \S+ → container main → ImagePullBackOff: Back-off pulling image "example.com\/a:1"/,
      hint: /the pull secret/,
      repair: deletePods,
      ends: 'with --fail-fast',
    },
    'image-name': {
      disturb: waiting('InvalidImageName', 'couldn\'t parse image name "a:b:c"'),
      cause: /Pod \S+ → container main → InvalidImageName: couldn't parse image name/,
      hint: /correct the name of the image/,
      repair: deletePods,
      ends: 'at once',
    },
    'image-never': {
      disturb: waiting('ErrImageNeverPull', 'Container image "a" is not present'),
      cause: /Pod \S+ → container main → ErrImageNeverPull: /,
      hint: /embed the image/,
      repair: deletePods,
      ends: 'at once',
    },
    'missing-secret': {
      disturb: waiting('CreateContainerConfigError', 'secret "x" not found'),
      cause: /container main → CreateContainerConfigError: secret "x" not found/,
      hint: /create the ConfigMap or Secret/,
      repair: deletePods,
    },
    crashing: {
      disturb: waiting('CrashLoopBackOff', 'back-off 10s', {
        restartCount: 4,
        lastState: { terminated: { exitCode: 3, reason: 'Error' } },
      }),
      cause: /container main → CrashLoopBackOff: it ended with status 3, restarted 4 times/,
      hint: /see why it ends/,
      repair: deletePods,
      ends: 'with --fail-fast',
    },
    'out-of-memory': {
      disturb: waiting('CrashLoopBackOff', 'back-off 10s', {
        restartCount: 1,
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
      }),
      cause: /container main → OOMKilled: it ended with status 137, restarted 1 time/,
      hint: /raise its memory limit/,
      repair: deletePods,
    },
    'not-ready': {
      disturb: (name) => sayOfContainer(name, {}),
      cause: /container main → NotReady: it runs, and its readiness probe/,
      hint: /wait, or look at it/,
      repair: deletePods,
    },
  };

  for (const [name, broken] of Object.entries(cases)) {
    test(name, async (t) => {
      const inNamespace = `cause-${name}`;
      const { workload = (given: string) => lamp(given, broken.pod), ends } = broken;
      const tree = await writeTree(await temporaryDirectory(t), inNamespace, [
        namespace(inNamespace),
        workload(inNamespace),
      ]);
      await run(['create', '-f', '-'], namespace(inNamespace));
      await run([
        '-n',
        inNamespace,
        'wait',
        '--for=create',
        'serviceaccount/default',
        '--timeout=60s',
      ]);
      await broken.prepare?.(inNamespace);
      const program = (command: string, ...flags: string[]) =>
        runProgram([command, tree, '--kubeconfig', plane.kubeconfig, ...flags]);
      const applied = await program('apply');
      assert.equal(applied.status, 0, applied.stderr);
      await broken.disturb?.(inNamespace);

      // What would wait for an hour is killed before, and has no status then.
      const [timeout, flags] =
        ends === undefined ? ['15s', []] : ['1h', ends === 'at once' ? [] : ['--fail-fast']];
      const unhealthy = await program('healthcheck', '--timeout', timeout, ...flags);
      assert.equal(unhealthy.status, 5, unhealthy.stderr);
      const errors = unhealthy.stderr.split('\n').filter((line) => line.startsWith('error:'));
      assert.equal(errors.length, 1, unhealthy.stderr);
      assert.match(errors[0] ?? '', broken.cause);
      assert.match(/^ {2}hint: (.*)$/m.exec(unhealthy.stderr)?.[1] ?? '', broken.hint);

      if (broken.repair === undefined) return;
      await broken.repair(inNamespace);
      const healthy = await program('healthcheck', '--timeout', ALL_IS_WELL);
      assert.equal(healthy.status, 0, healthy.stderr);
    });
  }
});
