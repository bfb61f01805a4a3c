import { aTimeout, expect } from '@open-wc/testing';
import { restore, stub, useFakeTimers } from 'sinon';
import { POLL_MS, watchRecord } from '../../../widgets/host/watch-record.ts';
import { FakeHost } from '../support/fake-host.ts';

describe('watchRecord', () => {
  let stop = () => {};
  afterEach(() => {
    stop();
    restore();
  });
  function watch(host: FakeHost, kind: 'ticket' | 'contact') {
    const ids: (string | null)[] = [];
    const errors: unknown[] = [];
    stop = watchRecord(
      host,
      kind,
      (id) => ids.push(id),
      (error) => errors.push(error),
    );
    return { ids, errors };
  }

  it('tells the ticket, and the next one when Desk shifts; the same id is told once', async () => {
    const host = new FakeHost();
    const { ids } = watch(host, 'ticket');
    await aTimeout(0);
    host.shiftTo('43');
    await aTimeout(0);
    host.shiftTo('43');
    await aTimeout(0);
    host.shiftTo(null);
    await aTimeout(0);
    expect(ids).to.deep.equal(['42', '43', null]);
  });

  it('asks for a contact’s id now and then, for Desk has no event, but not while the page is hidden', async () => {
    const clock = useFakeTimers();
    const host = new FakeHost();
    const { ids } = watch(host, 'contact');
    await clock.tickAsync(0);
    host.id = '43';
    await clock.tickAsync(POLL_MS);
    const hidden = stub(document, 'visibilityState').value('hidden');
    host.id = '44';
    await clock.tickAsync(3 * POLL_MS);
    expect(ids).to.deep.equal(['42', '43']);
    hidden.value('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    await clock.tickAsync(0);
    expect(ids).to.deep.equal(['42', '43', '44']);
  });

  it('tells that Desk would not say, and keeps the known record when it refuses later', async () => {
    const host = new FakeHost();
    host.id = undefined;
    const first = watch(host, 'ticket');
    await aTimeout(0);
    expect(first.errors).to.have.length(1);
    stop();

    host.id = '42';
    const second = watch(host, 'ticket');
    await aTimeout(0);
    host.id = undefined;
    document.dispatchEvent(new Event('visibilitychange'));
    await aTimeout(0);
    expect(second).to.deep.equal({ ids: ['42'], errors: [] });
  });

  it('takes the newest answer when an older one comes later', async () => {
    const host = new FakeHost();
    const answers: ((id: string) => void)[] = [];
    stub(host, 'recordId').callsFake(async () => new Promise((resolve) => answers.push(resolve)));
    const { ids } = watch(host, 'ticket');
    host.shiftTo('43');
    answers[1]?.('43');
    answers[0]?.('42');
    await aTimeout(0);
    expect(ids).to.deep.equal(['43']);
  });

  it('says nothing more once stopped', async () => {
    const host = new FakeHost();
    const { ids } = watch(host, 'ticket');
    stop();
    await aTimeout(0);
    expect(ids).to.deep.equal([]);
  });
});
