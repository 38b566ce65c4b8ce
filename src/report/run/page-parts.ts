import type { RunWords } from './run-words.js';

/** A figure with its name; both are escaped. */
export const tile = (name: string, value: string): string => `<div><dt>${name}</dt><dd>${value}</dd></div>`;

/** Colours as the system has them, or as the reader wants them. */
export function themeChoice(words: RunWords): string {
  const choices = (['auto', 'light', 'dark'] as const).map((theme) => {
    const checked = theme === 'auto' ? ' checked' : '';
    return `<label><input type="radio" name="theme" id="theme-${theme}"${checked}>${words.say(`report-theme-${theme}`)}</label>`;
  });
  return `<fieldset class="filter theme"><legend>${words.say('report-theme')}</legend>${choices.join('')}</fieldset>`;
}
