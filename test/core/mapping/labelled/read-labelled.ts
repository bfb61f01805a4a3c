import { readFileSync } from 'node:fs';
import type { FieldMeta, FieldType, Module, Side } from '../../../../server/core/record.ts';
import { field } from '../fields.ts';

/** One organisation's custom fields of a module, and which of them mean the same. */
export interface LabelledModule {
  readonly language: string;
  readonly module: Module;
  /** Not looked at when the words were chosen: what a customer gets whom nobody had in mind. */
  readonly heldOut: boolean;
  readonly fields: Readonly<Record<Side, readonly FieldMeta[]>>;
  /** `deskApiName=crmApiName` of the pairs that are right. */
  readonly pairs: readonly string[];
}

export const LANGUAGES = ['en', 'de', 'es', 'fr', 'ja'] as const;

/** A row is `[Desk label, CRM label, type]`; a side without partner is null; `std:` marks a field CRM has built in. */
interface Entry {
  readonly module: Module;
  readonly heldOut: boolean;
  readonly rows: readonly (readonly [string | null, string | null, string])[];
}

export function readLabelled(): readonly LabelledModule[] {
  return LANGUAGES.flatMap((language) => {
    const file = new URL(`${language}.json`, import.meta.url);
    return (JSON.parse(readFileSync(file, 'utf8')) as Entry[]).map((entry) => toModule(language, entry));
  });
}

function toModule(language: string, { module, heldOut, rows }: Entry): LabelledModule {
  const fields: Record<Side, FieldMeta[]> = { desk: [], crm: [] };
  const pairs: string[] = [];
  rows.forEach(([desk, crm, types], index) => {
    const [deskType = 'text', crmType = deskType] = types.split('/') as FieldType[];
    const ofDesk = desk === null ? null : custom('desk', desk, deskType, index);
    const ofCrm = crm === null ? null : custom('crm', crm, crmType, index);
    if (ofDesk) fields.desk.push(ofDesk);
    if (ofCrm) fields.crm.push(ofCrm);
    if (ofDesk && ofCrm) pairs.push(`${ofDesk.apiName}=${ofCrm.apiName}`);
  });
  return { language, module, heldOut, fields, pairs };
}

/** API names as the products make them: from Latin letters, with the unspellable and the taken ones numbered. */
function custom(side: Side, label: string, type: FieldType, index: number): FieldMeta {
  const isStandard = label.startsWith('std:');
  const shown = label.replace(/^std:/, '');
  const latin = shown
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const spelled = /[A-Za-z]{2}/.test(latin);
  const unique = shown.length === latin.length ? latin : `${latin}_${index}`;
  const plain = side === 'desk' ? `cf_${unique.toLowerCase()}` : unique;
  const numbered = side === 'desk' ? `cf_field${index + 1}` : `field${((index * 7) % 23) + 1}`;
  const apiName = isStandard ? `Standard_${index}` : spelled ? plain : numbered;
  const options = type === 'picklist' ? { options: ['A', 'B'] } : {};
  return field(type, { apiName, label: shown, custom: !isStandard, ...options });
}
