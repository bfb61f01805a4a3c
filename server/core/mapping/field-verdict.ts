import type { FieldMeta } from '../record.ts';
import type { FieldMapping } from './field-mapping.ts';
import { optionSpace } from './option-space.ts';
import { conversion, isNumericType, kindOf, worse } from './type-table.ts';
import type { Conversion } from './type-table.ts';

/**
 * The verdict on two real fields: their types, and what their metadata adds (the module a reference points to,
 * decimal places, picklist options). S19: what the mapping editor refuses or warns of.
 */
export function fieldVerdict(
  desk: FieldMeta,
  crm: FieldMeta,
  direction: FieldMapping['direction'] = 'both',
  valueMap?: FieldMapping['valueMap'],
): Conversion {
  const toDesk = writeVerdict(crm, desk);
  const types = direction === 'both' ? worse(toDesk, writeVerdict(desk, crm)) : toDesk;
  if (types.verdict !== 'lossless') return types;
  return optionsMeet(desk, crm, direction, valueMap)
    ? types
    : { verdict: 'sometimes', reason: 'options-differ' };
}

function writeVerdict(from: FieldMeta, to: FieldMeta): Conversion {
  // Both directions must have a common kind even when only one is used: values are compared on both sides.
  if (kindOf(from.type, to.type) === null) {
    return worse(conversion(from.type, to.type), conversion(to.type, from.type));
  }
  if (to.type === 'reference' && from.referenceTo !== to.referenceTo) {
    return { verdict: 'never', reason: 'different-module' };
  }
  const types = conversion(from.type, to.type);
  return types.verdict === 'lossless' && losesDecimals(from, to)
    ? { verdict: 'sometimes', reason: 'rounding' }
    : types;
}

function losesDecimals(from: FieldMeta, to: FieldMeta): boolean {
  if (!isNumericType(from.type) || !isNumericType(to.type) || to.decimalPlaces === null) return false;
  if (from.type === 'integer') return false;
  return from.decimalPlaces === null || from.decimalPlaces > to.decimalPlaces;
}

/** Whether every option that may be written is an option of the side it goes to. */
function optionsMeet(
  desk: FieldMeta,
  crm: FieldMeta,
  direction: FieldMapping['direction'],
  valueMap: FieldMapping['valueMap'],
): boolean {
  const deskOptions = desk.options;
  const crmOptions = crm.options;
  if (deskOptions === null || crmOptions === null) return true;
  const space = optionSpace(desk, crm, valueMap);
  const reachesDesk = crmOptions.every((option) =>
    deskOptions.includes(space.spell('desk', space.common('crm', option))),
  );
  const reachesCrm = deskOptions.every((option) =>
    crmOptions.includes(space.spell('crm', space.common('desk', option))),
  );
  return reachesDesk && (direction === 'crm-to-desk' || reachesCrm);
}
