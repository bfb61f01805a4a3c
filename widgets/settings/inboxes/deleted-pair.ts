import type { SideName } from '../../../server/contract/common.ts';
import type { Deletion } from '../../api/shapes/deletions-shape.ts';

export function keyOf({ deskId, crmId }: Deletion): string {
  return `${deskId} ${crmId}`;
}

/** The side on which the record can be made again; null when both are gone, or none is (S46, S50). */
export function goneSide({ desk, crm }: Deletion): SideName | null {
  if (desk !== 'live' && crm === 'live') return 'desk';
  return crm !== 'live' && desk === 'live' ? 'crm' : null;
}
