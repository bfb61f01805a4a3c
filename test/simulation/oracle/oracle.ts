import type { Side } from '../../../server/core/record.ts';
import { MODULES, SIDES } from '../../../server/core/record.ts';
import type { Link } from '../../../server/ports/store.ts';
import type { World } from '../world/world.ts';
import { checkBounds, checkHistory, checkRefusals } from './accounts.ts';
import { Book, idOn } from './book.ts';
import { checkConvergence, checkFailures, checkPartners, isHeld } from './convergence.ts';
import { checkDeletions } from './deletions.ts';
import { checkLostUpdates } from './lost-updates.ts';
import { createWatch } from './watch-calls.ts';
import { createStoreWatch } from './watch-store.ts';

function isGoneUnheard(book: Book, link: Link, side: Side): boolean {
  return link.presence[side] === 'live' && book.find(side, idOn(link, side))?.state !== 'live';
}

/** The judge of one world: watches from the beginning, and asks at the end. */
export interface Oracle {
  /** Once it is quiet; `replay` has every record looked at again. */
  judge(replay: () => Promise<void>): Promise<void>;
}

export function createOracle(world: World): Oracle {
  const book = new Book(world);
  const startedAt = world.scheduler.now;
  world.watch = createWatch(book);
  const look = createStoreWatch(book);
  const isBusy = () => world.store.isBusy(world.orgKey);
  world.store.onCommit(world.orgKey, look);
  world.scheduler.onStep = () => {
    if (!isBusy()) look();
  };
  return {
    async judge(replay) {
      if (book.links().length > 0 && !MODULES.some((module) => isHeld(book, module))) {
        const left = book.tables.inbox.all().filter(({ attempts }) => attempts === 0);
        if (left.length > 0)
          book.report('P16', `${String(left.length)} records wait for ever: ${JSON.stringify(left[0])}`);
        if (book.tables.intents.size > 0) book.report('P7', 'a write without an answer was never looked up');
      }
      checkConvergence(book);
      checkPartners(book, startedAt);
      checkFailures(book);
      checkLostUpdates(book);
      checkDeletions(book);
      checkHistory(book);
      checkBounds(book);
      checkRefusals(book);

      // A deletion that nobody told of is news: what follows from it is no repetition.
      if (book.links().some((link) => SIDES.some((side) => isGoneUnheard(book, link, side)))) await replay();
      const before = world.log.length;
      await replay();
      const written = world.log.slice(before).filter(({ author }) => author === 'engine');
      for (const { side, kind, after } of written)
        book.report('P2', `a second look at everything: ${kind} of ${side} ${after.module} ${after.id}`);
    },
  };
}
