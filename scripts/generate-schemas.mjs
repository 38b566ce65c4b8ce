// Writes config/schemas/imgferry.schema.json from the configuration's schema. Build first: it reads dist/.
import { writeFileSync } from 'node:fs';
import { configJsonSchema } from '../dist/config/json-schema.js';

const target = new URL('../config/schemas/imgferry.schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
