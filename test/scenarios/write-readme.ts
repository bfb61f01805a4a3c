import { writeFileSync } from 'node:fs';
import { readmeNowAndNext } from './statements.ts';

const { path, next } = readmeNowAndNext();
writeFileSync(path, next);
