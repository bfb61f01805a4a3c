import { expect } from '@open-wc/testing';
import type { ServerEvent } from '../../../widgets/api/event-stream.ts';
import { readEvents } from '../../../widgets/api/event-stream.ts';
import { FakeEvents } from '../support/event-source.ts';

async function all(...chunks: readonly string[]): Promise<ServerEvent[]> {
  const source = new FakeEvents();
  for (const chunk of chunks) source.send(chunk);
  source.end();
  const events: ServerEvent[] = [];
  for await (const event of readEvents(source.body)) events.push(event);
  return events;
}

describe('readEvents', () => {
  it('gives name, data and id of each event, and no comment', async () => {
    expect(
      await all(': open\n\nid: 1\nevent: status\ndata: {"a":1}\n\n', ': still here\n\ndata:x\n\n'),
    ).to.deep.equal([
      { event: 'status', data: '{"a":1}', id: '1' },
      { event: 'message', data: 'x', id: '1' },
    ]);
  });

  it('puts events together that arrive in pieces, in the middle of a character too', async () => {
    const bytes = new TextEncoder().encode('event: status\ndata: Ä€😀\n\n');
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(bytes.slice(0, cut));
          controller.enqueue(bytes.slice(cut));
          controller.close();
        },
      });
      const found: string[] = [];
      for await (const { data } of readEvents(body)) found.push(data);
      expect(found, String(cut)).to.deep.equal(['Ä€😀']);
    }
  });

  it('joins lines of data, takes any line end, and drops what is not finished', async () => {
    expect(await all('data: a\r\ndata: b\r\n\r\ndata: c\r\rdata: lost')).to.deep.equal([
      { event: 'message', data: 'a\nb', id: '' },
      { event: 'message', data: 'c', id: '' },
    ]);
  });

  it('lets go of the connection when nobody reads on', async () => {
    const source = new FakeEvents();
    source.send('data: a\n\n');
    for await (const { data } of readEvents(source.body)) {
      expect(data).to.equal('a');
      break;
    }
    expect(source.cancelled).to.equal(true);
  });
});
