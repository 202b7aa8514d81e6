/** How a plan can be shown; apart from the code that does, so that the command line need not load it. */
export const PLAN_FORMATS = ['text', 'json', 'mermaid', 'html'] as const;

export type PlanFormat = (typeof PLAN_FORMATS)[number];

/** Those that are made here; the page is a report (report/html/plan-page.ts). */
export type TextFormat = Exclude<PlanFormat, 'html'>;
