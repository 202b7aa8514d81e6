import { planPage } from '../../../src/report/html/plan-page.ts';
import { runPage } from '../../../src/report/html/run-page.ts';
import { hostilePlan } from '../../unit/report/html/support/hostile.ts';
import { PROGRAM, runOf, shopPlan } from '../../unit/report/html/support/run.ts';
import type { Fate, Run } from '../../unit/report/html/support/run.ts';

/** Of these, the CRD of the lamps decides how long a run takes. */
const FATES: Record<string, Fate> = {
  'lamps.example.com': { took: 900 },
  'cables.example.com': { took: 300 },
  operator: { took: 130 },
  main: { took: 80 },
};

const REFUSAL =
  'admission webhook "policy.example.com" denied the request:\n[no-latest] an image must have a digest';

const page = ({ report, picture }: Run): string => runPage(report, picture);

/** Pages of every sort, by name. */
export const SAMPLES: Record<string, () => string> = {
  'run of 33 objects': () => page(runOf(shopPlan(33), FATES)),
  'run of 300 objects': () => page(runOf(shopPlan(300), FATES)),
  'run with failures': () =>
    page(
      runOf(shopPlan(33), {
        ...FATES,
        'cables.example.com': { took: 400, action: 'failed' },
        'settings-3': { action: 'failed', message: REFUSAL },
      }),
    ),
  'run that was late': () =>
    page(runOf(shopPlan(100), { ...FATES, 'lamps.example.com': { action: 'waiting' } })),
  'run that never began': () => {
    const { report } = runOf(shopPlan(14));
    const problems = [
      { code: 'tree-invalid', message: 'holds no kustomization.yaml', hint: 'give a directory' },
    ];
    return runPage(
      { ...report, exitStatus: 2, trees: [], problems },
      { outcomes: [], pruned: [], isDryRun: false },
    );
  },
  'run with hostile names': () => page(runOf(hostilePlan())),
  'plan of 33 objects': () => planPage(shopPlan(33), PROGRAM),
  'plan of 300 objects': () => planPage(shopPlan(300), PROGRAM),
  'plan with hostile names': () => planPage(hostilePlan(), PROGRAM),
};
