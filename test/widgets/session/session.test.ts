import { expect, waitUntil } from '@open-wc/testing';
import { restore, useFakeTimers } from 'sinon';
import { createApiClient } from '../../../widgets/api/api-client.ts';
import type { ApiError } from '../../../widgets/api/api-error.ts';
import { CLAIM_EVERY_MS } from '../../../widgets/session/sign-in.ts';
import type { Popup } from '../../../widgets/session/sign-in.ts';
import type { SessionState } from '../../../widgets/session/session.ts';
import { Session } from '../../../widgets/session/session.ts';
import { FakeConnector, NO_ANSWER, ORIGIN, Refuse, SILENCE, issued } from '../support/fake-connector.ts';
import { signIn } from '../support/mount.ts';

const STARTED = { claimId: 'c'.repeat(43), authorizeUrl: 'https://accounts.test/oauth?state=1' };
const NOT_READY = new Refuse(404, 'claim-not-ready');

class FakePopup implements Popup {
  opener: unknown = window;
  closed = false;
  readonly went: string[] = [];
  readonly location = { replace: (url: string) => void this.went.push(url) };
  close() {
    this.closed = true;
  }
}

function make(popup: Popup | null = new FakePopup()) {
  const connector = new FakeConnector().on(/session.start/, STARTED);
  const session = new Session(createApiClient(ORIGIN, connector, null), () => popup);
  const seen: SessionState[] = [];
  session.subscribe(() => seen.push(session.state));
  return { connector, session, seen };
}
/** Works while the clock is faked: the browser's own cryptography takes its time. */
const realTimeout = window.setTimeout.bind(window);
async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => realTimeout(resolve, 5));
}
const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error as ApiError).code,
  );

describe('signing in', () => {
  afterEach(() => restore());

  it('opens Zoho’s page in a popup that cannot reach back, and claims the session with the verifier', async () => {
    const popup = new FakePopup();
    const { connector, session, seen } = make(popup);
    connector.on(/session.claim/, issued());
    await session.start('5', null);
    await session.signIn();

    expect(popup.went).to.deep.equal([STARTED.authorizeUrl]);
    expect(popup.opener).to.equal(null);
    expect(popup.closed).to.equal(true);
    expect(seen.map(({ kind }) => kind)).to.deep.equal(['signed-out', 'waiting', 'waiting', 'signed-in']);
    expect(await session.token()).to.equal('token-1');

    const [start] = connector.askedFor(/start/);
    const [claim] = connector.askedFor(/claim/);
    const { challenge, orgId } = start?.body as { challenge: string; orgId: string };
    const { verifier, claimId } = claim?.body as { verifier: string; claimId: string };
    expect(orgId).to.equal('5');
    expect(claimId).to.equal(STARTED.claimId);
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
    const text = btoa(String.fromCharCode(...new Uint8Array(digest)));
    expect(challenge).to.equal(text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
  });

  it('waits for the person, also across a moment without network', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { connector, session } = make();
    const answers: unknown[] = [NOT_READY, NO_ANSWER, new Refuse(429, 'too-many-requests'), issued()];
    connector.on(/session.claim/, () => answers.shift());
    await session.start(null, null);
    void session.signIn();
    await until(() => answers.length < 4);
    for (let n = 0; n < 3; n += 1) await clock.tickAsync(CLAIM_EVERY_MS);
    expect(session.state.kind).to.equal('signed-in');
    expect(answers).to.have.length(0);
  });

  it('offers the page’s address when the browser blocks the popup', async () => {
    const { connector, session, seen } = make(null);
    connector.on(/session.claim/, issued());
    await session.start(null, null);
    await session.signIn();
    expect(seen).to.deep.include({ kind: 'waiting', address: STARTED.authorizeUrl, blocked: true });
    expect(session.state.kind).to.equal('signed-in');
  });

  it('opens no address that is none of the web', async () => {
    const popup = new FakePopup();
    const { connector, session } = make(popup);
    connector.on(/session.start/, { ...STARTED, authorizeUrl: 'javascript:alert(1)' });
    await session.start(null, null);
    await session.signIn();
    expect(popup.went).to.deep.equal([]);
    expect(session.state).to.deep.equal({ kind: 'signed-out', code: 'invalid-answer' });
  });

  it('tells why Zoho or the connector said no', async () => {
    const popup = new FakePopup();
    const { connector, session } = make(popup);
    connector.on(/session.claim/, new Refuse(403, 'agent-inactive'));
    await session.start(null, null);
    await session.signIn();
    expect(session.state).to.deep.equal({ kind: 'signed-out', code: 'agent-inactive' });
    expect(popup.closed).to.equal(true);
  });

  it('can be cancelled, closes the popup and does not come back', async () => {
    const popup = new FakePopup();
    const { connector, session } = make(popup);
    connector.on(/session.claim/, SILENCE);
    await session.start(null, null);
    const outcome = session.signIn();
    await waitUntil(() => popup.went.length > 0);
    session.cancelSignIn();
    await outcome;
    expect(session.state).to.deep.equal({ kind: 'signed-out', code: null });
    expect(popup.closed).to.equal(true);
  });

  it('starts one sign-in, however often the button is pressed', async () => {
    const { connector, session } = make();
    connector.on(/session.claim/, issued());
    await session.start(null, null);
    await Promise.all([session.signIn(), session.signIn()]);
    expect(connector.askedFor(/start/)).to.have.length(1);
  });

  it('gives up after ten minutes', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { connector, session } = make();
    connector.on(/session.claim/, NOT_READY);
    await session.start(null, null);
    void session.signIn();
    await until(() => connector.askedFor(/claim/).length > 0);
    await clock.tickAsync(11 * 60_000);
    expect(session.state).to.deep.equal({ kind: 'signed-out', code: 'sign-in-timeout' });
  });
});

describe('a session', () => {
  async function signedIn(seconds = 900) {
    const made = make();
    await signIn(made.session, made.connector.on(/session.claim/, issued(1, seconds)));
    if (seconds !== 900) {
      // signIn() set its own answer; this one ends sooner.
      made.connector.on(/session.refresh/, issued(2, seconds));
      await made.session.renew('token-1');
    }
    return made;
  }

  it('is renewed before it ends, once for all who wait, with a handle that is used once', async () => {
    const { connector, session } = await signedIn(30);
    connector.on(/session.refresh/, issued(3));
    expect(await Promise.all([session.token(), session.token()])).to.deep.equal(['token-3', 'token-3']);
    const handles = connector
      .askedFor(/refresh/)
      .map(({ body }) => (body as { refreshHandle: string }).refreshHandle);
    expect(handles.map((handle) => handle.slice(0, 8))).to.deep.equal(['handle-1', 'handle-2']);
    expect(await session.token()).to.equal('token-3');
  });

  it('ends when the connector ends it: a revoked agent is signed out and told so', async () => {
    const { connector, session } = await signedIn();
    connector.on(/session.refresh/, new Refuse(401, 'session-ended'));
    expect(await codeOf(session.renew('token-1'))).to.equal('session-ended');
    expect(session.state).to.deep.equal({ kind: 'signed-out', code: 'session-ended' });
    expect(await codeOf(session.token())).to.equal('session-required');
  });

  it('survives a connector that does not answer', async () => {
    const { connector, session } = await signedIn();
    connector.on(/session.refresh/, NO_ANSWER);
    expect(await codeOf(session.renew('token-1'))).to.equal('unreachable');
    connector.on(/session.refresh/, new Refuse(503, 'zoho-unavailable'));
    expect(await codeOf(session.renew('token-1'))).to.equal('zoho-unavailable');
    expect(session.state.kind).to.equal('signed-in');
    connector.on(/session.refresh/, issued(2));
    expect(await session.renew('token-1')).to.equal('token-2');
  });

  it('ends here and at the connector when the agent signs out', async () => {
    const { connector, session } = await signedIn();
    connector.on(/session.end/, { ok: true });
    await session.signOut();
    expect(session.state).to.deep.equal({ kind: 'signed-out', code: null });
    expect(connector.askedFor(/end/)).to.have.length(1);
    expect(await codeOf(session.token())).to.equal('session-required');
  });

  it('leaves nothing in the browser’s storage while its page is open', async () => {
    // Pages of other tests that ran in this tab and closed left their handles.
    sessionStorage.clear();
    await signedIn();
    expect(localStorage).to.have.length(0);
    expect(sessionStorage).to.have.length(0);
    expect(document.cookie).to.equal('');
  });
});
