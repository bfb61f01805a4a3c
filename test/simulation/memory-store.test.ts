import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { describe } from 'node:test';
import { administrationSuite } from '../store/suite/administration.ts';
import { eventsSuite } from '../store/suite/events.ts';
import { isolationSuite } from '../store/suite/isolation.ts';
import { linksSuite } from '../store/suite/links.ts';
import { reportsSuite } from '../store/suite/reports.ts';
import { stagingSuite } from '../store/suite/staging.ts';
import { transactionsSuite } from '../store/suite/transactions.ts';
import { waitingReferencesSuite } from '../store/suite/waiting-references.ts';
import type { Subject } from '../store/store.suite.ts';
import { MemoryStore } from './memory-store/memory-store.ts';

/** The simulation is worth as much as its store: it keeps the promises that the real one keeps. */
describe('store in memory', () => {
  const { store } = new MemoryStore().connect(async () => {
    await delay(0);
  });
  const subject: Subject = {
    get open(): never {
      throw new Error('Nothing is opened: the store is in memory');
    },
    store,
    org: () => store.forOrg(`org-${randomUUID()}`),
  };
  isolationSuite(subject);
  linksSuite(subject);
  eventsSuite(subject);
  stagingSuite(subject);
  reportsSuite(subject);
  transactionsSuite(subject);
  waitingReferencesSuite(subject);
  administrationSuite(subject);
});
