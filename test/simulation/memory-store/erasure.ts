import type { ErasureRepository } from '../../../server/ports/store.ts';
import type { OrgTables } from './org-tables.ts';
import type { Rows } from './rows.ts';

/** Of what the memory store holds: pairs outlive a deletion (S88), and so does who works. */
export function erasureRepository(tables: OrgTables): Rows<ErasureRepository> {
  const { journal: _journal, integration, links, lane, ...rest } = tables;
  const allButPairs = () => {
    for (const table of Object.values(rest)) table.clear();
  };
  return {
    everything() {
      allButPairs();
      for (const table of [integration, links, lane]) table.clear();
    },
    allButPairs,
    pairs() {
      links.clear();
    },
    historyBefore() {
      throw new Error('forgetting old history: no part of the simulation');
    },
  };
}
