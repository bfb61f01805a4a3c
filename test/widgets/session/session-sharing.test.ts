import { aTimeout, expect, waitUntil } from '@open-wc/testing';
import { createApiClient } from '../../../widgets/api/api-client.ts';
import { createSharing } from '../../../widgets/session/session-sharing.ts';
import { Session } from '../../../widgets/session/session.ts';
import { FakeConnector, ORIGIN, Refuse, issued } from '../support/fake-connector.ts';

let org = 0;
/** One page of the extension; pages of the same organisation share. */
function page(orgId: string) {
  const connector = new FakeConnector()
    .on(/session.start/, { claimId: 'c'.repeat(43), authorizeUrl: 'https://accounts.test/' })
    .on(/session.claim/, issued())
    .on(/session.end/, { ok: true });
  const session = new Session(createApiClient(ORIGIN, connector, null), () => null);
  return { connector, session, start: async () => session.start(orgId, createSharing(orgId)) };
}
async function pair() {
  const orgId = String((org += 1));
  const [holder, borrower] = [page(orgId), page(orgId)];
  await holder.start();
  await holder.session.signIn();
  await borrower.start();
  return { holder, borrower, orgId };
}

describe('pages of the extension', () => {
  it('share one sign-in: the second page asks nobody', async () => {
    const { borrower } = await pair();
    expect(borrower.session.state.kind).to.equal('signed-in');
    expect(await borrower.session.token()).to.equal('token-1');
    expect(borrower.connector.asked).to.deep.equal([]);
  });

  it('all know when one signs in later', async () => {
    const orgId = String((org += 1));
    const [first, second] = [page(orgId), page(orgId)];
    await Promise.all([first.start(), second.start()]);
    expect(second.session.state.kind).to.equal('signed-out');
    await first.session.signIn();
    await waitUntil(() => second.session.state.kind === 'signed-in');
  });

  it('renew through the page that holds the handle, for the connector takes it once', async () => {
    const { holder, borrower } = await pair();
    holder.connector.on(/refresh/, issued(2));
    await holder.session.renew('token-1');
    expect(await borrower.session.renew('token-1')).to.equal('token-2');
    expect(borrower.connector.asked).to.deep.equal([]);
  });

  it('all end when one signs out', async () => {
    const { holder, borrower } = await pair();
    await borrower.session.signOut();
    await waitUntil(() => holder.session.state.kind === 'signed-out');
  });

  it('all end when the connector ends the session', async () => {
    const { holder, borrower } = await pair();
    holder.connector.on(/refresh/, new Refuse(401, 'session-ended'));
    await holder.session.renew('token-1').catch(() => null);
    await waitUntil(() => borrower.session.state.kind === 'signed-out');
  });

  it('hand the handle on when the page that holds it closes', async () => {
    const { holder, borrower } = await pair();
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    await aTimeout(20);
    borrower.connector.on(/refresh/, issued(3));
    expect(await borrower.session.renew('token-1')).to.equal('token-3');
    const [asked] = borrower.connector.askedFor(/refresh/);
    expect((asked?.body as { refreshHandle: string }).refreshHandle).to.match(/^handle-1/);
    // Back from the browser's cache, the page that left has the token but no handle any more.
    expect(await holder.session.renew('token-1')).to.equal('token-3');
  });

  it('opened after the last one closed, go on with its session', async () => {
    const orgId = String((org += 1));
    const first = page(orgId);
    await first.start();
    await first.session.signIn();
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    const next = page(orgId);
    next.connector.on(/refresh/, issued(2));
    await next.start();
    expect(next.session.state.kind).to.equal('signed-in');
    const [asked] = next.connector.askedFor(/refresh/);
    expect((asked?.body as { refreshHandle: string }).refreshHandle).to.match(/^handle-1/);
    expect(sessionStorage.getItem(`crm-session-1-${orgId}`)).to.equal(null);
  });

  it('opened after the session was ended meanwhile, ask to sign in', async () => {
    const orgId = String((org += 1));
    const first = page(orgId);
    await first.start();
    await first.session.signIn();
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    const next = page(orgId);
    next.connector.on(/refresh/, new Refuse(401, 'session-ended'));
    await next.start();
    expect(next.session.state.kind).to.equal('signed-out');
    expect(sessionStorage.getItem(`crm-session-1-${orgId}`)).to.equal(null);
  });

  it('leave nothing behind after signing out', async () => {
    const orgId = String((org += 1));
    const first = page(orgId);
    await first.start();
    await first.session.signIn();
    await first.session.signOut();
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    const next = page(orgId);
    await next.start();
    expect(next.session.state).to.deep.equal({ kind: 'signed-out', code: null });
    expect(next.connector.asked).to.deep.equal([]);
  });

  it('of another organisation share nothing', async () => {
    await pair();
    const stranger = page(String((org += 1)));
    await stranger.start();
    expect(stranger.session.state).to.deep.equal({ kind: 'signed-out', code: null });
  });
});
