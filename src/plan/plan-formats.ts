/** How a plan can be shown; apart from the code that does, so that the command line need not load it. */
export const PLAN_FORMATS = ['text', 'json', 'mermaid'] as const;

export type PlanFormat = (typeof PLAN_FORMATS)[number];
