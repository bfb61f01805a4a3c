import type { ModuleName } from './modules/module.ts';
import { stageNamed } from './modules/stages.ts';

type Values = Readonly<Record<string, unknown>>;

/** Values that CRM computes itself; `after` is the record with the write applied, `written` what was sent. */
export function deriveValues(module: ModuleName, after: Values, written: Values, nowText: string): Values {
  switch (module) {
    case 'Contacts':
    case 'Leads':
      return { Full_Name: fullName(after) };
    case 'Deals':
      return deriveDeal(after, written);
    case 'Tasks':
      if (written['Status'] === undefined) return {};
      return { Closed_Time: written['Status'] === 'Completed' ? nowText : null };
    case 'Accounts':
    case 'Products':
    case 'Events':
    case 'Calls':
    case 'Notes':
      return {};
  }
}

function fullName(values: Values): string {
  return [values['First_Name'], values['Last_Name']]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ');
}

function deriveDeal(after: Values, written: Values): Values {
  const stage = stageNamed(written['Stage']);
  const given = written['Probability'] ?? (stage ? stage.probability : after['Probability']);
  const probability = typeof given === 'number' ? given : null;
  const amount = after['Amount'];
  return {
    Probability: probability,
    Expected_Revenue:
      typeof amount === 'number' && probability !== null ? Math.round(amount * probability) / 100 : null,
  };
}
