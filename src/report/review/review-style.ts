import { runStyle } from '../run/run-style.js';

/** What the page of a review has beside a report's style. */
export const reviewStyle = `${runStyle}
.decide { display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: center; margin-top: .4rem; }
.decide label { display: flex; gap: .4rem; align-items: center; color: var(--dim); font-size: .9rem; }
.decide input[type=checkbox] { width: 1.15rem; height: 1.15rem; accent-color: var(--link); }
.decide input:not([type=checkbox]) { padding: .15rem .4rem; border: 1px solid var(--line); border-radius: .4rem;
  background: var(--card); color: var(--fore); font: inherit; }
.decide [name=quality] { width: 5.5rem; } .decide [name=key] { width: 19rem; max-width: 60vw; }
.decide .fault { flex-basis: 100%; color: var(--broken); word-break: normal; overflow-wrap: anywhere; }
.decide .fault:empty { display: none; }
tr[data-k~=o-skipped] .thumb { opacity: .4; }
.wait { display: block; width: 12.2rem; height: 4.9rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--card); }
#bar { position: sticky; bottom: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center;
  margin: 1rem -.5rem 0; padding: .7rem .5rem; background: var(--back); border-top: 1px solid var(--line); }
#chosen { flex: 1 1 16rem; } #said { flex: 1 1 100%; } #said:empty { display: none; } #said p { margin: 0; } #bar .main { border-color: var(--link); background: var(--link); color: var(--back); font-weight: 600; }
button:disabled { opacity: .5; cursor: default; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
.sides figure { margin: 0; min-width: 0; } .sides figcaption { color: var(--dim); font-size: .85rem; }
.sides iframe { width: 100%; height: 26rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--back); resize: vertical; }
.shown { max-width: none; padding: .6rem .9rem; font-size: .9rem; } .shown img { max-width: 100%; height: auto; vertical-align: middle; }
.shown .other { display: inline-block; padding: .1rem .6rem; border: 1px dashed var(--line); border-radius: .3rem; color: var(--dim); }
.shown figure { margin: .6rem 0; } .shown .link { color: var(--link); text-decoration: underline; } .shown :is(h1, h2) { border: 0; margin: 1rem 0 .4rem; font-size: 1.15rem; }
@media (max-width: 48rem) { .sides { grid-template-columns: 1fr; } #bar { position: static; } }
`;
