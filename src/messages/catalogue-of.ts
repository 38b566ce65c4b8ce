import type { Catalogue, Language } from './catalogue.js';
import { english } from './en/english.js';
import { chinese } from './zh/chinese.js';

const catalogues: Readonly<Record<Language, Catalogue>> = { en: english, zh: chinese };

/** All that a language says. */
export const catalogueOf = (lang: Language): Catalogue => catalogues[lang];
