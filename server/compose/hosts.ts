import type { Config } from '../config.ts';
import type { DataCenters } from '../zoho/data-centers.ts';
import { ZOHO_DATA_CENTERS, withSandbox } from '../zoho/data-centers.ts';
import { reach } from '../zoho/reach.ts';

/** Zoho's regions, and the sandbox when it is configured. */
export function dataCentersOf(config: Pick<Config, 'sandbox'>): DataCenters {
  return config.sandbox ? withSandbox(config.sandbox) : ZOHO_DATA_CENTERS;
}

/** Null when anything answers at the address, else why not. */
export const reachHost = reach;
