import type { Preflight, PreflightCheck } from '../../../server/contract/preflight.ts';
import { anyObject, flag, list, nullable, object, oneOf, text } from './guard.ts';

export const isPreflight = object<Preflight>({
  ready: flag,
  checks: list(
    object<PreflightCheck>({
      check: oneOf(
        'desk-administrator',
        'desk-connected',
        'crm-connected',
        'edition',
        'webhooks',
        'scopes-desk',
        'scopes-crm',
        'credits-desk',
        'credits-crm',
        'crm-organisation',
        'clock',
      ),
      ok: nullable(flag),
      blocking: flag,
      cause: nullable(text),
      remedy: nullable(
        oneOf(
          'sign-in-as-administrator',
          'connect-desk',
          'connect-crm',
          'reconnect-desk',
          'reconnect-crm',
          'upgrade-desk',
          'free-a-webhook',
          'give-webhook-permission',
          'wait-for-credits',
          'delete-other-integration',
          'set-the-clock',
          'try-later',
        ),
      ),
      details: anyObject,
    }),
  ),
});
