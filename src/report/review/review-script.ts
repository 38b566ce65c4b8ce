import { runScript } from '../run/run-script.js';

/**
 * What the page of a review does. The key behind `#` is exchanged for one that stays with this tab; the plan comes after
 * that, and what a report's page does with its rows is done with these.
 */
export const reviewScript = `
'use strict';
const ask = (call, asked = {}) => fetch('/' + call, {
  method: 'POST', cache: 'no-store', body: JSON.stringify(asked),
  headers: { 'content-type': 'application/json', 'x-review-key': sessionStorage.getItem('review') ?? '' },
});
const said = (id) => document.getElementById('words').dataset[id];
const place = document.getElementById('review');
const open = async () => {
  const token = location.hash.slice(1);
  if (token !== '') {
    history.replaceState(null, '', '/');
    const exchanged = await ask('session', { token });
    if (exchanged.ok) sessionStorage.setItem('review', (await exchanged.json()).session);
  }
  const seen = await ask('view');
  if (!seen.ok) return void (place.innerHTML = '<p class="message">' + said('noKey') + '</p>');
  place.innerHTML = (await seen.json()).html;
  begin();
};
open().catch(() => { place.textContent = said('away'); });
function begin() {
${runScript}
const tell = (text) => { at('said').textContent = text; };
const call = async (name, asked) => {
  const answer = await ask(name, asked).catch(() => undefined);
  if (!answer) { tell(said('away')); return { error: said('away') }; }
  return answer.json();
};
const put = (changed) => {
  for (const { image, cells, kinds } of changed.rows ?? []) {
    const row = rows[image], name = row.contains(document.activeElement) ? document.activeElement.name : undefined;
    row.dataset.k = kinds;
    cells.forEach((cell, index) => { row.cells[index + 1].innerHTML = cell; });
    row.querySelector('[name="' + name + '"]')?.focus();
    if (changed.pictures) bring(row);
  }
  if (changed.chosen) at('chosen').innerHTML = changed.chosen;
  at('apply').disabled = changed.isEmpty;
  texts = undefined;
  (changed.posts ?? []).forEach((links, index) => { posts[index].querySelector('.links').textContent = links; });
  for (const post of posts) if (post.open) showPost(post);
};
const bring = async (row) => {
  const { html } = await call('pictures', { image: rows.indexOf(row) });
  if (html !== undefined) row.cells[0].innerHTML = html;
};
let bringing = 0;
const waiting = [];
const next = async () => {
  if (bringing >= 3 || waiting.length === 0) return;
  bringing += 1;
  await bring(waiting.pop());
  bringing -= 1;
  next();
};
const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    waiting.push(target);
    next();
  }
}, { rootMargin: '300px' });
for (const row of rows) if (row.querySelector('.wait')) watcher.observe(row);
at('images').addEventListener('change', async ({ target }) => {
  const row = target.closest('tr');
  if (!row || !target.closest('.decide')) return;
  const image = rows.indexOf(row), fault = row.querySelector('.fault');
  fault.textContent = '';
  if (target.name === 'take') return put(await call('take', { images: [image], take: target.checked }));
  fault.textContent = said('working');
  const changed = await call('choose', {
    image, quality: row.querySelector('[name=quality]').value, key: row.querySelector('[name=key]').value.trim(),
  });
  if (changed.error) row.querySelector('.fault').textContent = changed.error;
  else put(changed);
});
const takeShown = async (take) => {
  const images = rows.flatMap((row, index) => (!row.hidden && row.querySelector('[name=take]') ? [index] : []));
  put(await call('take', { images, take }));
};
at('take').addEventListener('click', () => takeShown(true));
at('leave').addEventListener('click', () => takeShown(false));
const posts = [...document.querySelectorAll('details[data-post]')];
const frame = (markup, side) => {
  const theme = document.querySelector('.theme :checked').id;
  const inner = document.createElement('iframe');
  inner.setAttribute('sandbox', '');
  inner.title = side;
  inner.srcdoc = '<!doctype html><html lang="' + document.documentElement.lang + '"><meta charset="utf-8"><title>' + side.replace(/[<&]/g, ' ')
    + '</title><style>' + document.querySelector('style').textContent + '</style><body class="shown"><input type="radio" hidden checked id="'
    + theme + '">' + markup;
  return inner;
};
const showPost = async (post) => {
  const body = post.querySelector('.body');
  const { error, html, before, after } = await call('post', { post: Number(post.dataset.post) });
  if (error) return void (body.textContent = error);
  body.innerHTML = html;
  body.querySelectorAll('figure').forEach((figure, index) => {
    figure.append(frame(index === 0 ? before : after, figure.dataset.name));
  });
};
for (const post of posts) post.addEventListener('toggle', () => post.open && showPost(post));
document.querySelector('.theme').addEventListener('change', () => { for (const post of posts) if (post.open) showPost(post); });
at('apply').addEventListener('click', async () => {
  at('apply').disabled = true;
  for (const part of ['images', 'posts']) if (at(part)) at(part).inert = true;
  const free = () => { for (const part of ['images', 'posts']) if (at(part)) at(part).inert = false; at('apply').disabled = false; };
  const answer = await ask('apply', { anyway: at('apply').dataset.anyway === 'yes' }).catch(() => undefined);
  if (!answer?.body) return tell(said('away'));
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value = '' } = await reader.read().catch(() => ({ done: true }));
    const lines = (rest + value).split('\\n');
    rest = lines.pop();
    for (const { says, changed, button, error, html } of lines.map((line) => JSON.parse(line))) {
      if (says) tell(says);
      if (error) tell(error);
      if (html) at('said').innerHTML = html;
      if (changed) { at('said').innerHTML = changed; at('apply').textContent = button; at('apply').dataset.anyway = 'yes'; free(); }
    }
    if (done) return;
  }
});
}
`;
