import type { Plan } from '../../../../../src/plan/plan.ts';
import { shopPlan } from './run.ts';

/** What charts and API servers could say to break out of a page, or to deceive its reader. */
export const HOSTILE = [
  '<script>globalThis.hacked = true</script>',
  '"><img src="https://evil.example/x.png" onerror="globalThis.hacked = true">',
  "' onfocus='globalThis.hacked = true' tabindex='0",
  '</style><style>@import "https://evil.example/x.css";</style>',
  '</title></head><body onload="globalThis.hacked = true">',
  '<!-- <![CDATA[ ]]> --!>',
  '<svg><use href="https://evil.example/x.svg#a"/></svg>',
  '<a href="javascript:globalThis.hacked = true">click</a>',
  '&lt;b&gt; &amp;amp; &#x3C;i&#x3E; &notit;',
  '\u202Egpj.exe\u2066',
  'nul\0 escape\u001B[31m return\r',
  '<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/">',
  // Wider than a phone.
  'W'.repeat(120),
];

/** A plan whose names, reasons, files and trees are all hostile. */
export function hostilePlan(texts: readonly string[] = HOSTILE): Plan {
  const { nodes } = shopPlan(14 + texts.length);
  const at = (index: number): string => texts[index % texts.length] ?? '';
  return {
    nodes: nodes.map((node, index) => ({
      ...node,
      id: { group: at(index + 1), kind: at(index + 2), namespace: at(index + 3), name: at(index) },
      tree: at(index + 4),
      trees: [at(index + 4)],
      file: at(index + 5),
      dependencies: node.dependencies.map((edge) => ({ ...edge, reason: at(index + 6) })),
    })),
  };
}
