import { describeFinding } from './finding.ts';
import { createDefectBook } from './known-defects/known-defect.ts';
import type { KnownDefect } from './known-defects/known-defect.ts';
import { createExchangeJudge } from './oas/exchange-judge.ts';
import type { Library } from './oas/library.ts';
import type { Operation } from './oas/operations.ts';
import { describeExchange } from './traffic/exchange.ts';
import type { Exchange } from './traffic/exchange.ts';

/** Holds traffic against the OpenAPI files, leaving out documented defects. */
export interface Examination {
  /** What conforms neither to the files nor to the table; one line each, with the first exchange that showed it. */
  complaintsAbout(exchanges: readonly Exchange[]): readonly string[];
  /** Entries of the table that nothing examined so far needed. */
  stale(): readonly string[];
  /** Operations met so far, by sender. */
  readonly exercised: Readonly<Record<Exchange['sender'], ReadonlySet<Operation>>>;
  readonly operations: readonly Operation[];
}

export function createExamination(library: Library, defects: readonly KnownDefect[]): Examination {
  const book = createDefectBook(defects);
  const judge = createExchangeJudge(library, (finding) => book.isKnown(finding));
  const exercised = { tour: new Set<Operation>(), connector: new Set<Operation>() };

  return {
    complaintsAbout(exchanges) {
      const complaints = new Map<string, string>();
      for (const exchange of exchanges) {
        const { operation, findings } = judge.judge(exchange);
        if (operation) exercised[exchange.sender].add(operation);
        for (const finding of findings) {
          if (book.claim(finding)) continue;
          const text = describeFinding(finding);
          if (!complaints.has(text)) complaints.set(text, describeExchange(exchange));
        }
      }
      return [...complaints].map(([text, exchange]) => `${text}\n    in ${exchange}`);
    },
    stale: () => book.stale(),
    exercised,
    operations: judge.operations.all,
  };
}
