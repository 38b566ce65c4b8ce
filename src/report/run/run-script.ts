/**
 * What a run's page does: chooses rows, and opens two pictures over each other with a slider. Its hash stands in the
 * page's policy; without it every row still reads.
 */
export const runScript = `
'use strict';
const at = (id) => document.getElementById(id);
const form = at('filter');
const rows = [...document.querySelectorAll('.part tr[data-k]')];
const parts = [...document.querySelectorAll('.part')];
let texts;
const choose = () => {
  const kind = at('by-state').value, host = at('by-host').value, text = at('by-text').value.trim().toLowerCase();
  if (text !== '') texts ??= rows.map((row) => row.textContent.toLowerCase());
  let shown = 0;
  rows.forEach((row, index) => {
    const fits = (kind === '' || row.dataset.k.split(' ').includes(kind)) && (host === '' || row.dataset.h === host)
      && (text === '' || texts[index].includes(text));
    if (row.hidden === fits) row.hidden = !fits;
    if (fits) shown += 1;
  });
  for (const part of parts) part.hidden = !part.querySelector('tr[data-k]:not([hidden])');
  at('shown').textContent = shown + ' / ' + rows.length;
  at('none').hidden = shown > 0;
};
if (form) {
  form.hidden = false;
  form.addEventListener('input', choose);
  form.addEventListener('submit', (event) => event.preventDefault());
}
const viewer = at('viewer');
if (viewer) {
  const box = viewer.querySelector('.compare'), slider = at('slider');
  let current;
  const slide = () => box.style.setProperty('--at', slider.value + '%');
  const put = (side, from) => {
    const image = box.querySelector('.' + side);
    image.hidden = !from;
    if (!from) return image.removeAttribute('src');
    image.src = from.src;
    image.alt = from.alt;
    image.width = from.getAttribute('width');
    image.height = from.getAttribute('height');
  };
  const show = (row) => {
    current = row;
    const was = row.querySelector('.was'), now = row.querySelector('.now');
    box.classList.toggle('single', !was || !now);
    put('now', now ?? was);
    put('was', now && was);
    at('viewer-name').textContent = row.querySelector('th a, th code').textContent;
    at('viewer-facts').textContent = [...row.cells].slice(2).map((cell) => cell.innerText.replace(/\\s*\\n\\s*/g, ' · ')).join(' · ');
    slider.value = 50;
    slide();
    if (!viewer.open) viewer.showModal();
    (was && now ? slider : at('close')).focus();
  };
  const go = (by) => {
    const pictured = rows.filter((row) => !row.hidden && row.querySelector('.thumb'));
    show(pictured[(pictured.indexOf(current) + by + pictured.length) % pictured.length]);
  };
  document.addEventListener('click', (event) => {
    const button = event.target.closest('.thumb');
    if (button) show(button.closest('tr'));
    else if (event.target === viewer) viewer.close();
  });
  slider.addEventListener('input', slide);
  at('previous').addEventListener('click', () => go(-1));
  at('next').addEventListener('click', () => go(1));
  viewer.addEventListener('close', () => current.querySelector('.thumb').focus());
}
`;
