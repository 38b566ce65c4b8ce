import { darkColours, lightColours } from '../check/html/html-style.js';

/** What a run's page has beside the shared style. */
export const runStyle = `
:root:has(${chosenTheme('light')}) { color-scheme: light; ${lightColours} }
:root:has(${chosenTheme('dark')}) { color-scheme: dark; ${darkColours} }
body { max-width: 76rem; }
.top { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; justify-content: space-between; align-items: start; }
.theme { margin: .2rem 0 .5rem; font-size: .85rem; }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; font-size: 1rem; }
.tiles div { flex: 1 1 8rem; padding: .6rem .9rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); }
.tiles dd { font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tiles small { color: var(--ok); font-size: .9rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.2rem; margin: 0 0 1rem; }
.choose { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center;
  margin: 0 -.5rem .5rem; padding: .6rem .5rem; background: var(--back); border-bottom: 1px solid var(--line); }
.choose[hidden] { display: none; }
select, input[type=search], button { padding: .3rem .6rem; border: 1px solid var(--line); border-radius: .4rem;
  background: var(--card); color: var(--fore); font: inherit; font-size: .95rem; max-width: 16rem; }
button { cursor: pointer; }
:is(a, button, select, input, summary):focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
#shown { margin-left: auto; color: var(--dim); font-variant-numeric: tabular-nums; }
tbody th { word-break: break-all; } strong { white-space: nowrap; }
.whole { content-visibility: auto; contain-intrinsic-size: auto 1200px; }
.part[hidden] { display: none; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: .95rem; }
.c1 { width: 13.5rem; } .c3 { width: 9.5rem; } .c4 { width: 12.5rem; }
th, td { padding: .6rem .8rem .6rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { padding-bottom: .2rem; color: var(--dim); font-size: .85rem; }
thead.again { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
.thumb { display: flex; gap: .3rem; padding: .3rem; max-width: none; cursor: zoom-in; }
.thumb img { width: 5.6rem; height: 4.2rem; object-fit: cover; border-radius: .2rem; background: var(--back); }
.thumb img:only-child { width: 11.5rem; object-fit: contain; }
.places { font-size: .85rem; color: var(--dim); }
.numbers { table-layout: auto; width: auto; min-width: 50%; }
.numbers td, .numbers thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; }
.numbers td, .numbers th { padding-left: .8rem; } .numbers :is(td, th):first-child { padding-left: 0; }
.chart { display: block; width: 100%; max-width: 46rem; height: auto; }
.chart text { fill: var(--fore); font-size: 12px; text-anchor: middle; } .chart .under { fill: var(--dim); }
.chart line { stroke: var(--line); } .chart .before { fill: var(--dim); } .chart .after { fill: var(--link); }
.key .before { color: var(--dim); } .key .after { color: var(--link); margin-left: 1rem; }
.posts.whole { contain-intrinsic-size: auto 2150px; }
.posts details { padding: .5rem 0; border-top: 1px solid var(--line); }
pre { margin: .5rem 0; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--card);
  white-space: pre-wrap; font: .85rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre span { display: block; }
.added { color: var(--ok); } .removed { color: var(--broken); } .hunk { color: var(--dim); }
dialog { width: min(46rem, 94vw); padding: 1.2rem; border: 1px solid var(--line); border-radius: .8rem;
  background: var(--back); color: var(--fore); }
dialog::backdrop { background: #000a; }
dialog h2 { margin: 0 0 .8rem; border: 0; padding: 0; font-size: 1rem; }
dialog form { display: flex; gap: .5rem; } #close { margin-left: auto; }
.compare { --at: 50%; position: relative; width: fit-content; margin: 0 auto .8rem; overflow: hidden; border-radius: .4rem; }
.compare img { display: block; width: min(480px, 84vw); height: auto; max-height: 66vh; object-fit: contain; }
.compare .was { position: absolute; inset: 0; height: 100%; clip-path: inset(0 calc(100% - var(--at)) 0 0); }
.compare .line { position: absolute; inset: 0 auto 0 var(--at); width: 3px; margin-left: -1.5px; background: #fff;
  box-shadow: 0 0 0 1px #0008; }
.compare input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: ew-resize; }
.compare:has(input:focus-visible) { outline: 3px solid var(--link); outline-offset: 2px; }
.tag { position: absolute; bottom: .5rem; padding: 0 .5rem; border-radius: .3rem; background: #000c; color: #fff; font-size: .85rem; }
.left { left: .5rem; } .right { right: .5rem; }
.compare.single :is(.line, .tag, input, .was) { display: none; }
@media (max-width: 48rem) {
  .part :is(table, tbody, tr, td, th) { display: block; } .part thead { display: none; } .part colgroup { display: none; }
  .part tr { padding: .6rem 0; border-bottom: 1px solid var(--line); } .part :is(td, th) { padding: .15rem 0; border: 0; }
  .choose { position: static; }
}
@media print { .choose, nav, .theme { display: none; } tbody th { word-break: break-all; } strong { white-space: nowrap; }
.whole { content-visibility: visible; } }
`;

/**
 * The whole way to the choice, on a page and in a frame that shows a post: a browser that may look for it anywhere looks at
 * every row of a long page whenever something scrolls into sight.
 */
function chosenTheme(theme: 'light' | 'dark'): string {
  const choice = `#theme-${theme}:checked`;
  return `> body > header > .top > .theme > label > ${choice}, > body > ${choice}`;
}
