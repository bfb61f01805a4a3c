import type { Comparator, Condition, Literal } from '../filter/condition.ts';
import { CoqlSyntaxError, tokenize } from './tokenize.ts';
import type { Token } from './tokenize.ts';

export type Aggregate = 'COUNT' | 'SUM' | 'MIN' | 'MAX' | 'AVG';

export interface Column {
  readonly path: string;
  readonly aggregate: Aggregate | null;
  readonly alias: string | null;
}
export interface OrderBy {
  readonly path: string;
  readonly order: 'asc' | 'desc';
}
export interface CoqlQuery {
  readonly columns: readonly Column[];
  readonly module: string;
  readonly where: Condition;
  readonly groupBy: readonly string[];
  readonly orderBy: readonly OrderBy[];
  readonly limit: number | null;
  readonly offset: number;
}

const AGGREGATES: ReadonlySet<string> = new Set(['COUNT', 'SUM', 'MIN', 'MAX', 'AVG']);
const COMPARATORS: Readonly<Record<string, Comparator>> = {
  '=': 'equal',
  '!=': 'not_equal',
  '<>': 'not_equal',
  '>': 'greater_than',
  '>=': 'greater_equal',
  '<': 'less_than',
  '<=': 'less_equal',
};

/**
 * Reads the part of COQL that `reference/zoho-crm-api.md` §2.4 describes.
 *
 * @param isBinary more than two conditions in a row need brackets, as Zoho demands
 * @throws CoqlSyntaxError
 */
export function parseCoql(query: string, isBinary: boolean): CoqlQuery {
  return new Parser(tokenize(query), isBinary).query();
}

class Parser {
  private readonly tokens: readonly Token[];
  private readonly isBinary: boolean;
  private next = 0;

  constructor(tokens: readonly Token[], isBinary: boolean) {
    this.tokens = tokens;
    this.isBinary = isBinary;
  }

  query(): CoqlQuery {
    this.expectWord('select');
    const columns = this.list(() => this.column());
    this.expectWord('from');
    const module = this.path();
    this.expectWord('where');
    const where = this.condition();
    const groupBy = this.takeWords('group', 'by') ? this.list(() => this.path()) : [];
    const orderBy = this.takeWords('order', 'by') ? this.list(() => this.order()) : [];
    const range = this.range();
    if (this.peek.kind !== 'end') this.fail();
    return { columns, module, where, groupBy, orderBy, ...range };
  }

  private column(): Column {
    const name = this.path();
    const isAggregate = AGGREGATES.has(name.toUpperCase()) && this.takeSymbol('(');
    const path = isAggregate ? this.path() : name;
    if (isAggregate) this.expectSymbol(')');
    const alias = this.takeWords('as') ? this.word() : null;
    return { path, aggregate: isAggregate ? (name.toUpperCase() as Aggregate) : null, alias };
  }

  private order(): OrderBy {
    const path = this.path();
    if (this.takeWords('desc')) return { path, order: 'desc' };
    this.takeWords('asc');
    return { path, order: 'asc' };
  }

  /** `limit n`, `limit offset, n`, `offset n` in either order. */
  private range(): { limit: number | null; offset: number } {
    let limit: number | null = null;
    let offset = 0;
    for (;;) {
      if (this.takeWords('limit')) {
        limit = this.integer();
        if (this.takeSymbol(',')) {
          offset = limit;
          limit = this.integer();
        }
      } else if (this.takeWords('offset')) offset = this.integer();
      else return { limit, offset };
    }
  }

  private condition(): Condition {
    const first = this.operand();
    const kind = this.conjunction();
    if (!kind) return first;
    const parts = [first, this.operand()];
    for (let more = this.conjunctionAhead(); more; more = this.conjunctionAhead()) {
      if (this.isBinary) this.fail();
      this.next += 1;
      const right = this.operand();
      if (more === kind) parts.push(right);
      else return this.rest(kind, parts, more, right);
    }
    return { kind, parts };
  }

  /** Mixed `and` / `or` without brackets: read from left to right. */
  private rest(kind: 'and' | 'or', parts: Condition[], more: 'and' | 'or', right: Condition): Condition {
    let left: Condition = { kind: more, parts: [{ kind, parts }, right] };
    for (let again = this.conjunction(); again; again = this.conjunction()) {
      left = { kind: again, parts: [left, this.operand()] };
    }
    return left;
  }

  private operand(): Condition {
    if (!this.takeSymbol('(')) return this.test();
    const inner = this.condition();
    this.expectSymbol(')');
    return inner;
  }

  private test(): Condition {
    const field = this.path();
    const test = (comparator: Comparator, literals: readonly Literal[]): Condition => ({
      kind: 'test',
      field,
      comparator,
      literals,
    });
    if (this.takeWords('is')) {
      const isNot = this.takeWords('not');
      this.expectWord('null');
      return test(isNot ? 'not_empty' : 'empty', []);
    }
    const isNot = this.takeWords('not');
    if (this.takeWords('in')) {
      this.expectSymbol('(');
      const literals = this.list(() => this.literal());
      this.expectSymbol(')');
      return test(isNot ? 'not_in' : 'in', literals);
    }
    if (this.takeWords('like')) return test(isNot ? 'not_like' : 'like', [this.literal()]);
    if (this.takeWords('between')) {
      const low = this.literal();
      this.expectWord('and');
      return test(isNot ? 'not_between' : 'between', [low, this.literal()]);
    }
    const comparator = this.peek.kind === 'symbol' ? COMPARATORS[this.peek.text] : undefined;
    if (isNot || !comparator) this.fail();
    this.next += 1;
    return test(comparator, [this.literal()]);
  }

  private literal(): Literal {
    const { kind, text } = this.peek;
    this.next += 1;
    if (kind === 'text' || kind === 'time') return text;
    // Long digits are ids: a number would lose them.
    if (kind === 'number')
      return Number.isSafeInteger(Number(text)) || text.includes('.') ? Number(text) : text;
    const word = text.toLowerCase();
    if (kind === 'word' && (word === 'true' || word === 'false')) return word === 'true';
    this.next -= 1;
    return this.fail();
  }

  private integer(): number {
    const { kind, text } = this.peek;
    if (kind !== 'number' || !/^\d+$/.test(text)) this.fail();
    this.next += 1;
    return Number(text);
  }

  private list<Item>(read: () => Item): Item[] {
    const items = [read()];
    while (this.takeSymbol(',')) items.push(read());
    return items;
  }

  private path(): string {
    return this.word();
  }
  private word(): string {
    const { kind, text } = this.peek;
    // Some callers put names in quotes.
    if (kind !== 'word' && kind !== 'text') this.fail();
    this.next += 1;
    return text;
  }

  private conjunctionAhead(): 'and' | 'or' | null {
    const word = this.peek.kind === 'word' ? this.peek.text.toLowerCase() : '';
    return word === 'and' || word === 'or' ? word : null;
  }
  private conjunction(): 'and' | 'or' | null {
    const found = this.conjunctionAhead();
    if (found) this.next += 1;
    return found;
  }

  private takeWords(...words: readonly string[]): boolean {
    const isThere = words.every((word, index) => {
      const token = this.tokens[this.next + index];
      return token?.kind === 'word' && token.text.toLowerCase() === word;
    });
    if (isThere) this.next += words.length;
    return isThere;
  }
  private expectWord(word: string): void {
    if (!this.takeWords(word)) this.fail();
  }
  private takeSymbol(symbol: string): boolean {
    const isThere = this.peek.kind === 'symbol' && this.peek.text === symbol;
    if (isThere) this.next += 1;
    return isThere;
  }
  private expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) this.fail();
  }

  private get peek(): Token {
    return this.tokens[this.next] ?? { kind: 'end', text: '', offset: 0 };
  }
  private fail(): never {
    throw new CoqlSyntaxError(this.peek.text, this.peek.offset);
  }
}
