import type { Comparator, Condition, Test } from './condition.ts';

/** The criteria text cannot be read. */
export class CriteriaError extends Error {
  override readonly name = 'CriteriaError';
}

const OPERATORS: Readonly<Record<string, Comparator>> = {
  equals: 'equal',
  not_equal: 'not_equal',
  starts_with: 'starts_with',
  in: 'in',
  between: 'between',
  greater_than: 'greater_than',
  greater_equal: 'greater_equal',
  less_than: 'less_than',
  less_equal: 'less_equal',
};

/**
 * Reads search criteria, `((Last_Name:equals:Burns\, B)and(First_Name:starts_with:M))`.
 * A backslash takes the next character as it is; without brackets, `and` binds like `or`, from the left.
 *
 * @throws CriteriaError
 */
export function parseCriteria(text: string): Condition {
  const reader = new CriteriaReader(text.trim());
  const condition = reader.expression();
  reader.expectEnd();
  return condition;
}

class CriteriaReader {
  private readonly text: string;
  private offset = 0;

  constructor(text: string) {
    this.text = text;
  }

  expression(): Condition {
    let left = this.operand();
    for (let kind = this.conjunction(); kind; kind = this.conjunction()) {
      left = { kind, parts: [left, this.operand()] };
    }
    return left;
  }

  expectEnd(): void {
    this.skipSpaces();
    if (this.offset < this.text.length) this.fail();
  }

  private operand(): Condition {
    this.skipSpaces();
    if (this.text[this.offset] !== '(') return this.test();
    this.offset += 1;
    const inner = this.expression();
    this.skipSpaces();
    if (this.text[this.offset] !== ')') this.fail();
    this.offset += 1;
    return inner;
  }

  private conjunction(): 'and' | 'or' | null {
    this.skipSpaces();
    const found = /^(and|or)(?=[\s(])/i.exec(this.text.slice(this.offset, this.offset + 5));
    if (!found) return null;
    this.offset += found[0].length;
    return found[0].toLowerCase() === 'and' ? 'and' : 'or';
  }

  private test(): Test {
    const field = this.until(':');
    const operator = this.until(':');
    const comparator = OPERATORS[operator.toLowerCase()];
    if (field === '' || !comparator) this.fail();
    const literals = this.values();
    const isSeveral = comparator === 'in' || comparator === 'between';
    return { kind: 'test', field, comparator, literals: isSeveral ? literals : [literals.join(',')] };
  }

  private until(stop: string): string {
    const end = this.text.indexOf(stop, this.offset);
    if (end < 0) this.fail();
    const found = this.text.slice(this.offset, end).trim();
    this.offset = end + stop.length;
    return found;
  }

  /** The rest up to the closing bracket, split at commas that are not escaped. */
  private values(): string[] {
    const values: string[] = [];
    let current = '';
    for (; this.offset < this.text.length; this.offset += 1) {
      const character = this.text[this.offset] ?? '';
      if (character === '\\') {
        this.offset += 1;
        current += this.text[this.offset] ?? '';
      } else if (character === ')' || character === '(') break;
      else if (character === ',') {
        values.push(current);
        current = '';
      } else current += character;
    }
    return [...values, current].map((value) => value.trim());
  }

  private skipSpaces(): void {
    while (this.text[this.offset] === ' ') this.offset += 1;
  }
  private fail(): never {
    throw new CriteriaError(`criteria cannot be read at ${this.offset}`);
  }
}
