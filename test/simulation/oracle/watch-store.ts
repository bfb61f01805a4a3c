import { MODULES, SIDES } from '../../../server/core/record.ts';
import { idOn, nameOf, type Book } from './book.ts';

/** The waiting time after the fourth attempt is half a minute at least (P16). */
const PATIENCE_MS = 5_000;
const ATTEMPTS = 4;

/** Looks at the store after every commit: what must hold at any moment. */
export function createStoreWatch(book: Book): () => void {
  const { tables, world } = book;
  const revisions = { links: -1, configs: -1, inbox: -1, intents: -1 };
  const waits = new Map<string, number>();

  return function look(): void {
    if (tables.configs.revision !== revisions.configs) noteConfigs();
    if (tables.links.revision !== revisions.links) checkPairs();
    if (tables.inbox.revision !== revisions.inbox) checkPatience();
    if (tables.intents.revision !== revisions.intents) book.settleDoubts();
    revisions.intents = tables.intents.revision;
    revisions.links = tables.links.revision;
    revisions.configs = tables.configs.revision;
    revisions.inbox = tables.inbox.revision;
  };

  function noteConfigs(): void {
    for (const module of MODULES) {
      const config = tables.configs.get(module);
      const known = book.configs.get(module) ?? [];
      if (!config || known.at(-1)?.version === config.version) continue;
      book.configs.set(module, [...known, config]);
      book.configuredAt.set(module, world.scheduler.now);
    }
  }

  /** P11: a record has one partner at most, at any moment. */
  function checkPairs(): void {
    const taken = new Set<string>();
    for (const link of tables.links.all()) {
      for (const side of SIDES) {
        const name = `${link.module} ${side} ${idOn(link, side)}`;
        if (taken.has(name)) book.report('P11', `${name} is in two pairs`);
        taken.add(name);
      }
      book.noteBase(link);
      if (!book.everLinked.has(nameOf(link)))
        book.everLinked.set(nameOf(link), { ...link, seq: world.log.length, at: world.scheduler.now });
    }
  }

  /** P16: what fails again and again is tried at growing distances. */
  function checkPatience(): void {
    for (const row of tables.inbox.all()) {
      const name = `${row.module} ${row.side} ${row.recordId} ${String(row.generation)}`;
      if (row.attempts <= (waits.get(name) ?? 0)) continue;
      waits.set(name, row.attempts);
      const wait = Date.parse(row.dueAt) - Date.parse(world.connector.clock.now());
      if (row.attempts >= ATTEMPTS && wait < PATIENCE_MS)
        book.report(
          'P16',
          `${name} is tried again after ${String(wait)} ms, for the ${String(row.attempts)}th time`,
        );
    }
  }
}
