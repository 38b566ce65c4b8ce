/** Colours of a theme; every page has both. */
export const lightColours = `--back: #fff; --fore: #1c1e21; --dim: #5b626b; --line: #d9dde2; --card: #f6f7f9;
  --link: #0b57d0; --broken: #b3261e; --warn: #7a4f00; --unverifiable: #5b4bb2; --ok: #1b6b3a;`;
export const darkColours = `--back: #15171a; --fore: #e7e9ec; --dim: #a3abb5; --line: #353a41; --card: #1e2125;
  --link: #9ac1ff; --broken: #ff9c93; --warn: #f2c063; --unverifiable: #c3b8ff; --ok: #7fd6a2;`;

/** The page's whole style; its hash stands in the page's policy, so nothing else styles it. */
export const htmlStyle = `
:root { color-scheme: light dark; ${lightColours} }
@media (prefers-color-scheme: dark) { :root { ${darkColours} } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem; background: var(--back); color: var(--fore);
  overflow-wrap: anywhere;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; }
h2 { margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 2px solid currentColor; font-size: 1.25rem; }
h3 { display: flex; flex-wrap: wrap; gap: .25rem .6rem; align-items: baseline; margin: 0 0 .4rem; font-size: 1.05rem; }
p { margin: 0 0 .5rem; }
code { font: .85em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.dim, .cost, footer { color: var(--dim); }
.count { color: var(--dim); font-weight: 400; }
.broken h2, .broken .mark { color: var(--broken); }
.warn h2, .warn .mark { color: var(--warn); }
.unverifiable h2, .unverifiable .mark { color: var(--unverifiable); }
.ok h2, .ok .mark, .well { color: var(--ok); }
.filter { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.25rem 0; padding: 0; border: 0; }
.filter legend { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
.filter label { padding: .3rem .8rem; border: 1px solid var(--line); border-radius: 99rem; cursor: pointer; }
.filter input { position: absolute; opacity: 0; }
.filter label:has(:checked) { border-color: var(--fore); background: var(--fore); color: var(--back); }
.filter label:has(:focus-visible) { outline: 3px solid var(--link); outline-offset: 2px; }
body:has(> main > .filter > label > #show-broken:checked) section:not(.broken),
body:has(> main > .filter > label > #show-unverifiable:checked) section:not(.unverifiable),
body:has(> main > .filter > label > #show-warn:checked) section:not(.warn),
body:has(> main > .filter > label > #show-ok:checked) section:not(.ok) { display: none; }
article { margin: 0 0 1rem; padding: 1rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); }
.message { margin: 1.5rem 0 0; }
.message h2 { margin: 0 0 .5rem; border: 0; padding: 0; font-size: 1.05rem; }
.name { display: inline-block; }
.name::first-letter { text-transform: uppercase; }
ul { margin: 0; padding: 0; list-style: none; }
li { min-width: 0; }
.images > li { padding: .6rem 0; border-top: 1px solid var(--line); }
.images > li:last-child { padding-bottom: 0; }
.advice { margin-bottom: .8rem; font-weight: 600; }
.known { display: inline-block; margin-left: .4rem; padding: 0 .5rem; border: 1px solid var(--line);
  border-radius: 99rem; color: var(--dim); font-size: .85rem; }
.places { display: flex; flex-wrap: wrap; gap: 0 1.2rem; }
summary { cursor: pointer; color: var(--dim); }
dl { display: grid; grid-template-columns: minmax(0, auto) minmax(0, 1fr); gap: 0 1rem; margin: .2rem 0 0; font-size: .9rem; }
dt { color: var(--dim); }
dd { margin: 0; }
a { color: var(--link); }
footer { margin-top: 3rem; font-size: .9rem; }
@media (max-width: 30rem) { body { padding: 1rem .75rem 2rem; } article { padding: .75rem; } }
@media print { .filter { display: none; } article { break-inside: avoid-page; } }
`;
