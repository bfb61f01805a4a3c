import * as z from 'zod';
import listed from '../../resources/data-centers.json' with { type: 'json' };

const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin);

/** One Zoho region: base URLs without a trailing slash. */
export const DataCenter = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  accounts: origin,
  desk: origin,
  crm: origin,
  /** Where people open CRM records. */
  crmWeb: origin,
});
export type DataCenter = z.infer<typeof DataCenter>;

/** The regions whose hosts this connector talks to; hosts named by callbacks or token answers must be among them. */
export interface DataCenters {
  all(): readonly DataCenter[];
  byId(id: string): DataCenter | undefined;
  /** By the callback's `accounts-server`. */
  byAccountsServer(url: string): DataCenter | undefined;
  /** By a token answer's `api_domain`; CRM sandbox and developer organisations of a region count as that region. */
  byApiDomain(url: string): DataCenter | undefined;
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

function crmOrigins({ crm }: DataCenter): readonly string[] {
  return [crm, crm.replace('//www.', '//sandbox.'), crm.replace('//www.', '//developer.')];
}

function dataCenters(centers: readonly DataCenter[]): DataCenters {
  return {
    all: () => centers,
    byId: (id) => centers.find((dc) => dc.id === id),
    byAccountsServer: (url) => centers.find((dc) => dc.accounts === originOf(url)),
    byApiDomain: (url) => centers.find((dc) => crmOrigins(dc).includes(originOf(url) ?? '')),
  };
}

/** Zoho's own regions, from `resources/data-centers.json` (sources: zoho-desk-api §1, zoho-crm-api §1.1). */
export const ZOHO_DATA_CENTERS: DataCenters = dataCenters(z.array(DataCenter).parse(listed));

/** Zoho's regions and one more, given by configuration: the sandbox. Throws ZodError on a malformed URL. */
export function withSandbox(
  urls: { readonly accounts: string; readonly desk: string; readonly crm: string; readonly crmWeb?: string },
  id = 'sandbox',
): DataCenters {
  const added = DataCenter.parse({ id, ...urls, crmWeb: urls.crmWeb ?? urls.crm });
  return dataCenters([...ZOHO_DATA_CENTERS.all(), added]);
}
