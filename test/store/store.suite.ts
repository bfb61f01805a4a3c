import { randomUUID } from 'node:crypto';
import { after, before, describe } from 'node:test';
import type { OrgStore, Store } from '../../server/ports/store.ts';
import type { OpenStore } from '../../server/store/open-store.ts';
import { administrationSuite } from './suite/administration.ts';
import { erasureSuite } from './suite/erasure.ts';
import { eventsSuite } from './suite/events.ts';
import { isolationSuite } from './suite/isolation.ts';
import { linksSuite } from './suite/links.ts';
import { panelsSuite } from './suite/panels.ts';
import { reportsSuite } from './suite/reports.ts';
import { secretsSuite } from './suite/secrets.ts';
import { stagingSuite } from './suite/staging.ts';
import { waitingReferencesSuite } from './suite/waiting-references.ts';
import { transactionsSuite } from './suite/transactions.ts';

/** What the parts of the suite work with; everything is opened before the first test runs. */
export interface Subject {
  readonly open: OpenStore;
  readonly store: Store;
  /** A fresh organisation of this store. */
  org(): OrgStore;
}

/**
 * The promises of `server/ports/store.ts`, one test each. Every implementation passes the same suite.
 *
 * @param create opens an empty store; the suite closes it
 */
export function storeSuite(name: string, create: () => Promise<OpenStore>): void {
  describe(`store on ${name}`, () => {
    let open: OpenStore | undefined;
    const subject: Subject = {
      get open() {
        if (!open) throw new Error('The store is opened by the suite, before its tests');
        return open;
      },
      get store() {
        return this.open.store;
      },
      org() {
        return this.store.forOrg(`org-${randomUUID()}`);
      },
    };
    before(async () => {
      open = await create();
    });
    after(() => open?.store.close());

    isolationSuite(subject);
    secretsSuite(subject);
    linksSuite(subject);
    eventsSuite(subject);
    stagingSuite(subject);
    reportsSuite(subject);
    transactionsSuite(subject);
    erasureSuite(subject);
    waitingReferencesSuite(subject);
    panelsSuite(subject);
    administrationSuite(subject);
  });
}
