import type { FastifyRequest } from 'fastify';

/** Far above what a person does; keeps a browser gone wild from spending the organisation's credits. */
const PER_MINUTE = 120;

/** Per session, not per address: a company's agents share one. Kept in memory only. */
export const AGENT_LIMIT = {
  rateLimit: {
    max: PER_MINUTE,
    timeWindow: 60_000,
    keyGenerator: ({ headers, ip }: FastifyRequest) => headers.authorization ?? ip,
  },
};
