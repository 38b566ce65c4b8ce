// Writes docs/commands.md, docs/configuration.md and their Chinese pages from the program. Build first: it reads dist/.
import { commandReference } from '../dist/cli/reference/command-reference.js';
import { configurationReference } from '../dist/cli/reference/configuration-reference.js';
import { writePages } from './write-pages.mjs';

writePages({ commands: commandReference, configuration: configurationReference });
