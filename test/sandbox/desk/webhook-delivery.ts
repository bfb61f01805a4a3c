import type { Json } from './types.ts';

/** Zoho gives a receiver five seconds, in real time (reference §5 "deadline"). */
export const DEADLINE_MS = 5_000;

/** One delivery; there is no second one, whatever comes back. `gone`: the receiver answered 410. */
export async function deliverEvents(
  url: string,
  token: string,
  events: readonly Json[],
  deadlineMs: number,
): Promise<'delivered' | 'failed' | 'gone'> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-zdesk-jwt': token },
      body: JSON.stringify(events),
      redirect: 'manual',
      signal: AbortSignal.timeout(deadlineMs),
    });
    await response.body?.cancel();
    if (response.status === 410) return 'gone';
    return response.status === 200 ? 'delivered' : 'failed';
  } catch {
    // Nobody listening, or too slow: the event is lost, as with Zoho.
    return 'failed';
  }
}

/** Validation of a new url: GET must answer 200, else one POST may; neither carries a token. */
export async function urlAnswers(url: string, deadlineMs: number): Promise<boolean> {
  return (await answers200(url, 'GET', deadlineMs)) || (await answers200(url, 'POST', deadlineMs));
}

async function answers200(url: string, method: 'GET' | 'POST', deadlineMs: number): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method,
      ...(method === 'POST' && { headers: { 'content-type': 'application/json' }, body: '[]' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(deadlineMs),
    });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
