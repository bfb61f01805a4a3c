import type { Product } from '../types.ts';

export interface FaultAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

type AnsweredFault = 'rate-limit' | 'credits-exhausted' | 'server-error' | 'unavailable';

const deskError = (status: number, errorCode: string, message: string, headers = {}): FaultAnswer => ({
  status,
  headers,
  body: { errorCode, message },
});
const crmError = (status: number, code: string, message: string): FaultAnswer => ({
  status,
  headers: {},
  body: { code, details: {}, message, status: 'error' },
});
const accountsError = (status: number, error: string, description?: string): FaultAnswer => ({
  status,
  headers: {},
  body: description === undefined ? { error } : { error, error_description: description, status: 'failure' },
});

const THROTTLED = accountsError(
  400,
  'Access Denied',
  'You have made too many requests continuously. Please try again after some time.',
);
const CRM_TOO_MANY = crmError(
  429,
  'TOO_MANY_REQUESTS',
  'You have reached the API limit. Please try again later.',
);

/** Each product's documented error body (Desk reference §3 and §4, CRM reference §7 and §1.3). */
const ANSWERS: Readonly<Record<Product, Readonly<Record<AnsweredFault, FaultAnswer>>>> = {
  desk: {
    'rate-limit': deskError(
      429,
      'TOO_MANY_REQUESTS',
      'Too many requests are being processed. Please try again later.',
    ),
    'credits-exhausted': deskError(
      429,
      'THRESHOLD_EXCEEDED',
      'You have exceeded the API credits of the day.',
      {
        'retry-after': '60',
      },
    ),
    'server-error': deskError(500, 'INTERNAL_SERVER_ERROR', 'An internal server error occurred.'),
    unavailable: deskError(503, 'INTERNAL_SERVER_ERROR', 'The service is temporarily unavailable.'),
  },
  crm: {
    'rate-limit': CRM_TOO_MANY,
    'credits-exhausted': CRM_TOO_MANY,
    'server-error': crmError(500, 'INTERNAL_ERROR', 'Internal Server Error'),
    unavailable: crmError(503, 'SERVICE_UNAVAILABLE', 'The service is temporarily unavailable.'),
  },
  accounts: {
    'rate-limit': THROTTLED,
    'credits-exhausted': THROTTLED,
    'server-error': accountsError(500, 'general_error'),
    unavailable: accountsError(503, 'general_error'),
  },
};

export function faultAnswer(product: Product, kind: AnsweredFault): FaultAnswer {
  return ANSWERS[product][kind];
}
