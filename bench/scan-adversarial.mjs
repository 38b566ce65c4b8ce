// Scans one adversarial text and prints what that took: user and system time in ms, peak of resident memory in bytes
// (getrusage(2), ru_maxrss).
import { createFileLookup } from '../dist/scan/resolve/file-lookup.js';
import { plainSite } from '../dist/scan/resolve/generators/plain.js';
import { scanText } from '../dist/scan/scan-document.js';
import { adversarialTexts, textOf } from './adversarial-texts.mjs';

const [name, size] = process.argv.slice(2);
const kind = adversarialTexts.find((one) => one.name === name);
const text = textOf(kind, Number(size));
const site = plainSite('/site', createFileLookup());
const before = process.cpuUsage();
const { references } = scanText(text, { document: `a.${kind.extension}`, path: `/site/a.${kind.extension}`, site });
const { system, user } = process.cpuUsage(before);
const memory = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ time: (user + system) / 1000, memory, references: references.length }));
