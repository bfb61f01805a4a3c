/* global document, fetch, crypto, navigator, setTimeout, window, TextEncoder, btoa */

// The CRM administrator's page: authorises, then makes, renews and revokes the key. The handle and the key live in
// this page's memory only; all words are in page.html.

const POLL_MS = 1500;
const GIVE_UP_MS = 10 * 60_000;

const element = (id) => document.getElementById(id);
let handle = '';

function base64url(bytes) {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

async function call(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const data = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(data.code), { code: data.code });
  return data;
}

function show({ handle: next, account, key }) {
  handle = next;
  element('begin').hidden = true;
  element('account').hidden = false;
  element('email').textContent = account.email;
  element('organization').textContent = account.crmOrganizationName ?? account.crmOrganizationId;
  element('data-center').textContent = account.dataCenter.toUpperCase();
  const states = {
    none: account.key === null,
    made: account.key !== null,
    used: account.key?.connected === true,
  };
  for (const part of document.querySelectorAll('[data-when]')) part.hidden = !states[part.dataset.when];
  if (account.key) {
    element('created').dateTime = account.key.createdAt;
    element('created').textContent = new Date(account.key.createdAt).toLocaleString();
  }
  element('shown').hidden = key === undefined;
  element('key').textContent = key ?? '';
}

function complain(code) {
  const words = element('problems').content;
  const known = [...words.children].find((part) => part.dataset.code === code);
  element('problem').replaceChildren((known ?? words.querySelector('[data-code=""]')).cloneNode(true));
  if (code !== 'session-ended' && code !== 'claim-not-ready') return;
  element('begin').hidden = false;
  element('account').hidden = true;
  element('shown').hidden = true;
}

/** Runs what a button asks for; a second click meanwhile does nothing. */
function onClick(id, work) {
  const button = element(id);
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    element('problem').replaceChildren();
    try {
      await work();
    } catch (error) {
      complain(error.code ?? '');
    } finally {
      button.removeAttribute('aria-disabled');
      element('waiting').hidden = true;
    }
  });
}

onClick('authorize', async () => {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const { claimId, authorizeUrl } = await call('/zsc/start', {
    challenge: base64url(new Uint8Array(digest)),
  });
  element('open').href = authorizeUrl;
  element('waiting').hidden = false;
  window.open(authorizeUrl, '_blank', 'noopener');
  const giveUpAt = Date.now() + GIVE_UP_MS;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    try {
      show(await call('/zsc/claim', { claimId, verifier }));
      return;
    } catch (error) {
      if (error.code !== 'claim-not-ready' || Date.now() > giveUpAt) throw error;
    }
  }
});
onClick('issue', async () => show(await call('/zsc/issue', { handle })));
onClick('revoke', async () => show(await call('/zsc/revoke', { handle })));
onClick('copy', () => navigator.clipboard.writeText(element('key').textContent));
