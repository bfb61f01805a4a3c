import type { CallbackQuery } from '../ports/oauth-port.ts';
import type { AuthorizationDeps } from './authorization.ts';
import type { Connect, ConnectState } from './connect.ts';
import { Refusal } from './refusal.ts';
import type { SignIn, SignInState } from './sign-in.ts';
import type { ZscKeys, ZscState } from './zsc-keys.ts';

/** Sends Zoho's one redirect to the use case that asked for it; a state is good once. */
export function createOAuthCallback(
  { store, clock }: Pick<AuthorizationDeps, 'store' | 'clock'>,
  signIn: SignIn,
  connect: Connect,
  zscKeys: ZscKeys,
) {
  /**
   * @returns where the window goes on; null when it is done
   * @throws Refusal `state-unknown`, or why the sign-in or connection failed (also kept for the widget to show)
   */
  return async function receive(state: string, query: CallbackQuery): Promise<string | null> {
    const payload = await store.oauthStates.take(state, clock.now());
    const asked = payload as unknown as SignInState | ConnectState | ZscState | null;
    switch (asked?.kind) {
      case 'sign-in':
        await signIn.complete(asked, query);
        return null;
      case 'connect':
        return connect.complete(asked, query);
      case 'zsc':
        await zscKeys.complete(asked, query);
        return null;
      case undefined:
        throw new Refusal('state-unknown', 'This link was used already or is too old');
    }
  };
}
export type ReceiveOAuthCallback = ReturnType<typeof createOAuthCallback>;
