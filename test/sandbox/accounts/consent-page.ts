import type { Person } from '../kernel/types.ts';
import type { AuthorizeRefusal, AuthorizeRequest } from './authorize-request.ts';
import type { Parameters } from './parameters.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const STYLE = `
body{font:16px/1.5 system-ui,sans-serif;background:#f2f4f8;color:#1c2430;margin:0;display:grid;place-items:center;min-height:100vh}
main{background:#fff;border-radius:12px;box-shadow:0 6px 30px #0002;max-width:30rem;padding:2rem;margin:1rem}
h1{font-size:1.3rem;margin-top:0} select,button{font:inherit;padding:.5rem 1rem;border-radius:8px;border:1px solid #aab3c2}
select{width:100%;background:#fff} ul{max-height:12rem;overflow:auto;color:#4a5568;font-size:.9rem}
.actions{display:flex;gap:.75rem;margin-top:1.5rem} .accept{background:#1a56c4;color:#fff;border-color:#1a56c4}`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

/** Lets one choose who signs in, and accept or reject what the client asks for. */
export function consentPage(
  request: AuthorizeRequest,
  parameters: Parameters,
  people: readonly Person[],
  selected: string | undefined,
): string {
  const hidden = Object.entries(parameters)
    .filter(([name]) => name !== 'user' && name !== 'decision')
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  const options = people.map((person) => {
    const roles = [
      ...(person.desk ?? []).map(({ profile }) => `Desk ${profile}`),
      ...(person.crm ?? []).map(({ profile }) => `CRM ${profile}`),
    ].join(', ');
    const chosen = person.email === selected ? ' selected' : '';
    const text = `${person.firstName} ${person.lastName} <${person.email}> (${roles})`;
    return `<option value="${escapeHtml(person.email)}"${chosen}>${escapeHtml(text)}</option>`;
  });
  const scopes = request.scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('');
  return page(
    'Zoho Accounts (sandbox)',
    `<h1>This application wants to access your Zoho data</h1>
<form method="post" action="/oauth/v2/auth">${hidden}
<p><label for="user">Signed in as</label></p><select id="user" name="user">${options.join('')}</select>
<p>It asks for:</p><ul>${scopes}</ul>
<div class="actions"><button class="accept" name="decision" value="accept">Accept</button>
<button name="decision" value="reject">Reject</button></div></form>`,
  );
}

/** What the user sees when the client's request itself is wrong. */
export function refusalPage({ error, message }: AuthorizeRefusal): string {
  return page('Error', `<h1>Error: ${escapeHtml(error)}</h1><p>${escapeHtml(message)}</p>`);
}
