import { operationName } from './oas/operations.ts';
import type { Operation } from './oas/operations.ts';
import type { Examination } from './examine.ts';

/** What of the published APIs was exercised, and what of it the connector lives on; one line each. */
export function describeCoverage({ operations, exercised }: Examination): readonly string[] {
  const all = new Set([...exercised.tour, ...exercised.connector]);
  const lines = (['desk', 'crm'] as const).map((product) => {
    const of = (some: Iterable<Operation>): number =>
      new Set([...some].filter((each) => each.product === product).map(callName)).size;
    return (
      `${product}: ${of(operations)} operations in the files, ${of(all)} exercised, ` +
      `${of(exercised.connector)} of them used by the connector`
    );
  });
  return [
    ...lines,
    ...[...exercised.connector]
      .map(operationName)
      .sort()
      .map((name) => `connector: ${name}`),
  ];
}

/** The two sets of CRM name path parameters differently; the call is the same. */
function callName({ method, template }: Operation): string {
  return `${method} ${template.replace(/\{[^}]+\}/g, '{}')}`;
}
