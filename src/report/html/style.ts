/**
 * The style of every page. Colours keep a contrast of 4.5 for text and 3 for lines and bars, on either background
 * (WCAG 2.2, 1.4.3 and 1.4.11; test/browser measures it).
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f5f6f8; --text: #1c2128; --soft: #57606a; --line: #d5dae0;
  --link: #0b57a4; --bar: #868f99; --critical: #0b57a4; --failed: #c0232c; --waiting: #8a5a00;
  --gate: #6b46b8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161b; --panel: #1b2027; --text: #e4e8ed; --soft: #a2abb5; --line: #343b44;
    --link: #82bdff; --bar: #707a85; --critical: #58a6ff; --failed: #ff8078; --waiting: #dfa136;
    --gate: #b79cf5;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 76rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.25; font-weight: 650; }
h1 { margin: 0 0 .5rem; font-size: 1.6rem; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.2rem; }
h3 { margin: 0 0 .5rem; font-size: 1rem; }
p { margin: 0 0 .5rem; max-width: 46rem; }
ul, ol { margin: 0 0 .5rem; padding-left: 1.25rem; }
a { color: var(--link); }
code { padding: .1em .35em; border-radius: 4px; background: var(--panel); font: .85em ui-monospace, monospace; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
figure { margin: 0 0 1rem; }
figcaption, .legend, .lead, footer { color: var(--soft); font-size: .9rem; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .75rem; }
.lead ul { padding: 0; list-style: none; }
.lead b { color: var(--text); }
.skip { position: absolute; left: -100vw; padding: .5rem .75rem; background: var(--ground); }
.skip:focus { left: 1rem; top: .5rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .25rem 0; }
.object, .places b, .lead b { unicode-bidi: isolate; }
.kind { color: var(--soft); font-size: .9em; }
.name { display: inline-block; max-width: 100%; font-weight: 550; }
a .name { text-decoration: underline; }
.took { font-variant-numeric: tabular-nums; white-space: nowrap; }

.problems { padding: 0; list-style: none; }
.problems > li { margin-bottom: .75rem; padding: .75rem 1rem; border-left: 4px solid var(--failed); border-radius: 4px; background: var(--panel); }
.problems code { background: var(--ground); }
.problems p { max-width: none; white-space: pre-line; }
.cause strong { font-weight: 600; }
.places { font-size: .9rem; }
.problem { white-space: pre-line; }
.problem strong { color: var(--failed); font-weight: 600; }

.path { padding: 0; list-style: none; border-left: 3px solid var(--critical); }
.path li { display: grid; grid-template-columns: 5rem 1fr; gap: .75rem; padding: .15rem .75rem; }
.path .took { text-align: right; }
.path .between { color: var(--soft); }

.legend ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; list-style: none; }
.key { vertical-align: -1px; }
.row { display: grid; grid-template-columns: 1fr auto; gap: 0 .75rem; align-items: center; }
.row > svg, .row > .object { grid-column: 1 / -1; }
.row > svg { display: block; }
.row .took { text-align: right; font-size: .9rem; }
.axis { position: sticky; top: 0; z-index: 1; padding: .4rem .25rem 0 1.35rem; background: var(--ground); border-bottom: 1px solid var(--line); }
.labels text { fill: var(--soft); font-size: 12px; }
.timeline { padding: 0; list-style: none; }
.timeline > li { border-bottom: 1px solid var(--line); }
summary { position: relative; padding: .35rem .25rem .35rem 1.35rem; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "▸"; content: "▸" / ""; position: absolute; left: .25rem; top: .35rem; color: var(--soft); }
details[open] > summary::before { content: "▾"; content: "▾" / ""; }
summary:hover { background: var(--panel); }
.result { color: var(--soft); font-size: .9rem; }
.result.failed, .result.skipped { color: var(--failed); font-weight: 600; }
.result.waiting { color: var(--waiting); font-weight: 600; }
.critical > details > summary .took { color: var(--critical); font-weight: 650; }
.more { margin: 0 .25rem .75rem 1.35rem; padding: .6rem .9rem; border-radius: 4px; background: var(--panel); font-size: .9rem; }
.more p:last-child, .more ul:last-child { margin-bottom: 0; }
.more code { background: var(--ground); }
.list-title { font-weight: 600; }
.track { background-image: linear-gradient(to right, var(--line) 1px, transparent 1px); background-position: 0 0; }
.of-1 { background-size: 100% 100%; } .of-2 { background-size: 50% 100%; } .of-3 { background-size: 33.333% 100%; }
.of-4 { background-size: 25% 100%; } .of-5 { background-size: 20% 100%; }
.wait { fill: var(--bar); opacity: .7; }
.bar { fill: var(--bar); }
.bar.critical { fill: var(--critical); }
.bar.failed { fill: var(--failed); }
.bar.waiting { fill: var(--ground); stroke: var(--waiting); stroke-width: 2; stroke-dasharray: 4 3; }
.overview svg { display: block; width: 100%; border: 1px solid var(--line); border-radius: 4px; background: var(--panel); }
.line.done { fill: var(--bar); }
.line.critical { fill: var(--critical); stroke: var(--critical); stroke-width: 2px; vector-effect: non-scaling-stroke; }
.line.failed { fill: var(--failed); } .line.waiting { fill: var(--waiting); }

.scroller { overflow-x: auto; padding: .5rem 0; margin-bottom: .5rem; }
.graph svg { display: block; }
.graph figcaption svg { display: inline; }
.graph text { fill: var(--text); font-size: 12px; }
.graph .head, .graph text.kind { fill: var(--soft); }
.graph text.name { font-size: 12.5px; }
.box rect { fill: var(--panel); stroke: var(--bar); }
.bad rect { stroke: var(--failed); stroke-width: 2; }
.graph .bad text.name { fill: var(--failed); }
.edge { fill: none; stroke: var(--bar); stroke-width: 1.25; }
.edge.established { stroke: var(--gate); stroke-dasharray: 5 3; }

.layer { margin-bottom: 1.25rem; padding-top: .75rem; border-top: 1px solid var(--line); }
.layer ol {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 0 1rem;
  margin: 0; padding: 0; list-style: none;
}
.layer li { min-width: 0; }

@media (min-width: 52rem) {
  .row { grid-template-columns: minmax(0, 24rem) 1fr 5.5rem 4.5rem; }
  .row > .object { grid-column: 1; grid-row: 1; }
  .row > svg { grid-column: 2; grid-row: 1; }
  .row .result { grid-column: 3; grid-row: 1; }
  .row .took { grid-column: 4; grid-row: 1; }
}
@media (forced-colors: active) {
  .bar, .wait, .line { forced-color-adjust: none; }
}
@media print {
  .axis { position: static; }
  nav, .skip { display: none; }
}
`;
