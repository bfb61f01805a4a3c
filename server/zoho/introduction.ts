import { SyncError } from '../core/errors.ts';
import type { Introduction } from '../ports/people.ts';
import type { TokenProvider } from '../ports/token-provider.ts';
import { createCrmClient, createDeskClient } from './clients.ts';
import { createCrmPeople, isCrmAdministrator } from './crm/people.ts';
import type { DataCenter, DataCenters } from './data-centers.ts';
import { createDeskPeople } from './desk/people.ts';
import { sleepMs } from './http-client.ts';
import { createLimiter } from './limits.ts';

/** A person waits for the answer in a popup. */
const TIMEOUT_MS = 15_000;

/** Opens the products with a token that is in no store yet; a refused token is not renewed. */
export function createIntroduction({ dataCenters }: { readonly dataCenters: DataCenters }): Introduction {
  return {
    desk({ dc, accessToken, orgId }) {
      const deskUrl = center(dc).desk;
      return createDeskPeople(createDeskClient({ ...common(accessToken), deskUrl, orgId: orgId ?? null }));
    },
    crm({ dc, accessToken, apiDomain }) {
      const apiUrl = apiDomain ?? center(dc).crm;
      const people = createCrmPeople(createCrmClient({ ...common(accessToken), apiUrl }));
      return {
        async organization() {
          const { zgid, company_name } = await people.org();
          return { id: zgid, companyName: company_name === '' ? null : company_name };
        },
        async currentUser() {
          const user = await people.currentUser();
          return { id: user.id, email: user.email, isAdministrator: isCrmAdministrator(user) };
        },
      };
    },
  };

  function center(id: string): DataCenter {
    const found = dataCenters.byId(id);
    if (!found) throw new SyncError('bad-parameter', `Unknown data center ${id}`);
    return found;
  }

  function common(accessToken: string) {
    const tokens: TokenProvider = {
      accessToken: () => Promise.resolve(accessToken),
      invalidate: () => Promise.resolve(),
    };
    const limiter = createLimiter({ maxConcurrent: 2, reserveCredits: 0, now: Date.now, sleep: sleepMs });
    return { tokens, limiter, timeoutMs: TIMEOUT_MS };
  }
}
