/** One server-sent event; comments and retry hints are not told. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  /** Of the newest event with one; empty: none yet. */
  readonly id: string;
}

/**
 * Reads server-sent events (WHATWG HTML §9.2) from a body as it arrives. `EventSource` would do it, but cannot send a
 * bearer token.
 *
 * @throws whatever ends the body early, an AbortError among it
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let id = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      // What is not ended by an empty line is incomplete and dropped.
      if (done) return;
      text = (text + decoder.decode(value, { stream: true })).replace(/\r\n|\r(?!$)/g, '\n');
      let end = text.indexOf('\n\n');
      while (end >= 0) {
        const fields = fieldsOf(text.slice(0, end));
        text = text.slice(end + 2);
        id = fields.get('id') ?? id;
        const data = fields.get('data');
        if (data !== undefined) yield { event: fields.get('event') ?? 'message', data, id };
        end = text.indexOf('\n\n');
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    // A comment begins with a colon.
    if (name === '') continue;
    const before = name === 'data' ? fields.get('data') : undefined;
    fields.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  return fields;
}
