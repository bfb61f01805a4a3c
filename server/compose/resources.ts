import { readFileSync } from 'node:fs';
import type { FailureCatalogue } from '../core/failures/explain-failure.ts';
import { createVocabulary, type FieldWords } from '../core/mapping/field-words.ts';
import type { DefaultMappings } from '../core/mapping/suggest-mapping.ts';

/** What the connector reads of `resources/` at its start. The data centers are read by the adapter that needs them. */
export function readResources() {
  const { words } = read('provider-errors.json') as { words: FailureCatalogue['providerWords'] };
  const failureCatalogue: FailureCatalogue = {
    reasons: read('failure-reasons.json') as FailureCatalogue['reasons'],
    providerWords: words,
  };
  return {
    defaults: read('default-mappings.json') as DefaultMappings,
    vocabulary: createVocabulary(read('field-words.json') as FieldWords),
    failureCatalogue,
  };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../resources/${name}`, import.meta.url), 'utf8'));
}
