export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'time' | 'symbol' | 'end';
  /** Words in their own case; texts without quotes. */
  readonly text: string;
  readonly offset: number;
}

/** The query cannot be read; `near` is where. */
export class CoqlSyntaxError extends Error {
  override readonly name = 'CoqlSyntaxError';
  readonly near: string;
  readonly offset: number;

  constructor(near: string, offset: number) {
    super(`error near ${near}`);
    this.near = near;
    this.offset = offset;
  }
}

const PATTERNS: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['time', /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?/y],
  ['number', /-?\d+(?:\.\d+)?/y],
  ['text', /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"/sy],
  ['word', /[$A-Za-z_][\w$]*(?:\.[$A-Za-z_][\w$]*)*/y],
  ['symbol', /!=|<>|>=|<=|[=<>(),*]/y],
];

/** @throws CoqlSyntaxError at the first character that starts no token */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < query.length) {
    const [kind, text] = match(query, offset);
    if (kind === 'text') tokens.push({ kind, text: unquote(text), offset });
    else if (kind !== 'space') tokens.push({ kind, text, offset });
    offset += text.length;
  }
  tokens.push({ kind: 'end', text: '', offset });
  return tokens;
}

function match(query: string, offset: number): readonly [Token['kind'] | 'space', string] {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = offset;
    const found = pattern.exec(query);
    if (found) return [kind, found[0]];
  }
  throw new CoqlSyntaxError(query.slice(offset, offset + 20), offset);
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replaceAll("''", "'").replace(/\\(.)/gs, '$1');
}
