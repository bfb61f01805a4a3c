import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { DEPARTMENTS } from '../widgets/support/board-data.ts';
import { issued } from '../widgets/support/fake-connector.ts';
import type { State } from './states.ts';

export interface Look {
  readonly name: string;
  readonly appearance: 'light' | 'dark' | 'pureDark';
  readonly locale: string;
}

const APP = 'https://extension.test';
const SDK = 'https://js.zohostatic.com/**';
const CONNECTOR = 'https://connector.example.com/**';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

/**
 * Serves the pages, a Desk that answers at once, and a connector that answers what the state says.
 * @param scripts folder that the pages' scripts were built into
 */
export async function openState(page: Page, state: State, look: Look, scripts: string): Promise<void> {
  await page.route(`${APP}/**`, (route) => serveApp(route, scripts));
  await page.route(SDK, (route) => route.fulfill({ contentType: 'text/javascript', body: deskScript(look) }));
  await page.route(CONNECTOR, (route) => answerAsConnector(route, state));
  await page.goto(`${APP}/app/${state.page}.html${state.hash ?? ''}`);
}

async function serveApp(route: Route, scripts: string): Promise<void> {
  const { pathname } = new URL(route.request().url());
  const file = pathname.startsWith('/app/js/')
    ? join(scripts, pathname.slice('/app/js/'.length))
    : join('.', pathname);
  if (!existsSync(file)) {
    await route.fulfill({ status: 404 });
    return;
  }
  await route.fulfill({
    contentType: TYPES[extname(file)] ?? 'application/octet-stream',
    body: readFileSync(file),
  });
}

/** Runs in the page in place of Zoho's script. */
function deskScript({ appearance, locale }: Look): string {
  const app = {
    locale,
    localeResource: JSON.parse(readFileSync(`app/translations/${locale}.json`, 'utf8')) as unknown,
    meta: { userPreferences: { appearance, theme: 'blue', fontFamily: 'Roboto' } },
  };
  const values = {
    user: { id: '7', timeZone: 'Europe/Berlin' },
    'portal.id': '5',
    'department.id': '1',
    'ticket.id': '42',
    'contact.id': '42',
    'account.id': '42',
  };
  return `const app = ${JSON.stringify(app)}; const values = ${JSON.stringify(values)};
app.instance = { on() {} };
window.ZOHODESK = { extension: { onload: async () => app }, get: async (name) => ({ [name]: values[name], status: 'success' }),
  invoke: async () => ({}), notify: async () => ({}), request: async () => { throw new Error('not here'); } };`;
}

async function answerAsConnector(route: Route, state: State): Promise<void> {
  const { pathname } = new URL(route.request().url());
  const asked = `${route.request().method()} ${pathname}`;
  const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
  if (route.request().method() === 'OPTIONS') {
    await route.fulfill({ status: 204, headers });
    return;
  }
  const answer = answerTo(pathname, state, asked);
  if (answer === 'silence') return;
  if (!('code' in answer)) {
    await route.fulfill({ json: answer, headers });
    return;
  }
  const { status, code } = answer as { status: number; code: string };
  const problem = { type: `urn:problem:${code}`, title: code, status, code, requestId: 'r1' };
  await route.fulfill({ status, json: problem, headers });
}

function answerTo(pathname: string, state: State, asked: string): object | 'silence' {
  if (pathname.endsWith('/session/start')) return { claimId: 'c'.repeat(43), authorizeUrl: `${APP}/nowhere` };
  if (pathname.endsWith('/session/claim'))
    return state.signedOut ? { status: 404, code: 'claim-not-ready' } : issued(1, 900, state.viewer);
  const own = state.answers?.find(([path]) => path.test(asked));
  if (own) return own[1];
  if (pathname.endsWith('/departments')) return DEPARTMENTS;
  if (pathname.endsWith('/panel-options')) {
    return {
      stages: [],
      taskStatuses: ['Not Started', 'In Progress', 'Completed'],
      taskPriorities: ['High', 'Normal', 'Low'],
    };
  }
  if (pathname.endsWith('/candidates')) return { candidates: CANDIDATES };
  return state.answer;
}

const CANDIDATES = [
  {
    id: '1',
    name: 'Maria Anders',
    email: 'maria@example.com',
    phone: '+49 30 0074321',
    url: 'https://crm.example.com/1',
    taken: false,
  },
  {
    id: '2',
    name: 'M. Anders',
    email: null,
    phone: '030 74321',
    url: 'https://crm.example.com/2',
    taken: true,
  },
];
