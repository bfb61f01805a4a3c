import type { ModuleName, SideName } from '../../server/contract/common.ts';
import type { ApiClient } from './api-client.ts';
import { list, object, text } from './shapes/guard.ts';

interface Named {
  readonly apiName: string;
  readonly label: string;
}
const isFields = object<{ desk: Named[]; crm: Named[] }>({
  desk: list(object<Named>({ apiName: text, label: text })),
  crm: list(object<Named>({ apiName: text, label: text })),
});

/** What people call the fields of both sides, by API name. */
export type FieldLabels = Readonly<Record<SideName, ReadonlyMap<string, string>>>;

export async function readFieldLabels(api: ApiClient, module: ModuleName): Promise<FieldLabels> {
  const { desk, crm } = await api.get(`/v1/modules/${module}/fields`, isFields);
  return { desk: byName(desk), crm: byName(crm) };
}

function byName(fields: readonly Named[]): ReadonlyMap<string, string> {
  return new Map(fields.map(({ apiName, label }) => [apiName, label]));
}
