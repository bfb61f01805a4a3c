import type { Session } from '../../server/contract/session.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import { claimSession, startSession } from '../api/session-api.ts';
import { safeUrl } from '../i18n/plain-text.ts';
import { makeVerifier } from './verifier.ts';

export const CLAIM_EVERY_MS = 1500;
/** As long as Zoho's consent may take. */
const GIVE_UP_MS = 10 * 60_000;

/** The part of a `Window` that is needed. */
export interface Popup {
  opener: unknown;
  close(): void;
  readonly location: { replace(url: string): void };
}
export interface SignInSteps {
  readonly orgId: string | null;
  readonly popup: Popup | null;
  readonly signal: AbortSignal;
  /** The address of the sign-in page is known; without a popup, offer it as a link. */
  readonly onAddress: (authorizeUrl: string) => void;
}

/** Opens an empty popup: only within the click itself do browsers allow it. Null when they do not. */
export function openPopup(): Popup | null {
  return window.open('about:blank', 'crm-sign-in', 'popup,width=520,height=680');
}

/**
 * One sign-in with Zoho (architecture: "Who is calling?"). The popup cannot talk back to us and need not: the
 * connector keeps the result for whoever knows the verifier.
 *
 * @throws ApiError why not; `sign-in-timeout` when nobody finished. AbortError when cancelled
 */
export async function signIn(
  api: ApiClient,
  { orgId, popup, signal, onAddress }: SignInSteps,
): Promise<Session> {
  try {
    const { verifier, challenge } = await makeVerifier();
    const started = await startSession(api, { challenge, ...(orgId === null ? {} : { orgId }) }, signal);
    const address = safeUrl(started.authorizeUrl);
    if (address === undefined) throw new ApiError('invalid-answer', 200);
    if (popup) {
      popup.opener = null;
      popup.location.replace(address);
    }
    onAddress(address);
    return await waitForClaim(api, { claimId: started.claimId, verifier }, signal);
  } finally {
    popup?.close();
  }
}

async function waitForClaim(
  api: ApiClient,
  claim: { claimId: string; verifier: string },
  signal: AbortSignal,
): Promise<Session> {
  // Whether the popup is still open says nothing: Zoho's pages may cut it off from us.
  for (let waited = 0; waited < GIVE_UP_MS; waited += CLAIM_EVERY_MS) {
    try {
      return await claimSession(api, claim, signal);
    } catch (error) {
      const again =
        error instanceof ApiError &&
        ['claim-not-ready', 'unreachable', 'too-many-requests'].includes(error.code);
      if (!again) throw error;
    }
    await pause(CLAIM_EVERY_MS, signal);
  }
  throw new ApiError('sign-in-timeout', 0);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('Cancelled', 'AbortError'));
    });
  });
}
