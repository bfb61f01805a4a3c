import type { Side } from '../core/record.ts';
import type { FailureCount } from '../ports/store.ts';
import type { ConnectionView } from './describe-integration.ts';
import type { StandingProblem } from './standing-problems.ts';

export type StatusAction =
  | 'connect-desk'
  | 'connect-crm'
  | 'reconnect-desk'
  | 'reconnect-crm'
  | 'check-address'
  | 'decide-deletions'
  | 'choose-view'
  | 'edit-mapping'
  | 'open-failures'
  | 'open-ambiguous'
  | 'open-conflicts'
  | 'save-credits'
  | 'resume';

export interface StatusProblem {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly subject: string | null;
  readonly action: StatusAction;
  readonly details: Readonly<Record<string, unknown>>;
  readonly since: string | null;
}
export interface StatusFacts {
  readonly state: string;
  readonly pausedSince: string | null;
  readonly waiting: number;
  readonly connections: readonly ConnectionView[];
  readonly channels: readonly { readonly side: Side; readonly state: string }[];
  readonly usage: readonly {
    readonly side: Side;
    readonly creditsLeft: number | null;
    readonly forecastLeft: number | null;
  }[];
  readonly standing: readonly StandingProblem[];
  readonly creditReserve: number;
  readonly failures: readonly FailureCount[];
  readonly openConflicts: number;
}

/** Matches that people must decide (S33, S34, S72); they have an inbox of their own. */
export const AMBIGUOUS_CODES: ReadonlySet<string> = new Set(['ambiguous-match', 'already-linked']);

/** What is not well, worst first, each with the one thing to do about it. Pure. */
export function statusProblems(facts: StatusFacts): readonly StatusProblem[] {
  const problems = [
    ...facts.connections.flatMap((connection) => endedConnection(facts, connection)),
    ...facts.standing.map(asProblem),
    ...facts.channels.flatMap((channel) => silentChannel(facts, channel)),
    ...facts.usage.flatMap((usage) => shortCredits(facts, usage)),
    ...peoplesWork(facts),
  ];
  const rank = ({ severity }: StatusProblem) => (severity === 'error' ? 0 : 1);
  return problems.sort((a, b) => rank(a) - rank(b));
}

function endedConnection(facts: StatusFacts, { product, status }: ConnectionView): readonly StatusProblem[] {
  if (status !== 'reauthorization-required' || facts.state === 'deleted') return [];
  return [problem('error', 'authorisation-ended', product, `reconnect-${product}`)];
}

function asProblem({ topic, code, details, since }: StandingProblem): StatusProblem {
  const [kind = '', subject = ''] = topic.split('-');
  const action = {
    connect: `connect-${subject}` as 'connect-desk' | 'connect-crm',
    events: 'check-address',
    deletions: 'decide-deletions',
    import: 'choose-view',
    mapping: 'edit-mapping',
  }[kind] as StatusAction | undefined;
  const severity = kind === 'deletions' || kind === 'connect' ? 'error' : 'warning';
  return { ...problem(severity, code, subject, action ?? 'open-failures', details), since };
}

function silentChannel(
  { state, standing }: StatusFacts,
  channel: StatusFacts['channels'][number],
): readonly StatusProblem[] {
  const isTold = standing.some(({ topic }) => topic === `events-${channel.side}`);
  if (state !== 'active' || isTold || channel.state === 'live') return [];
  return [problem('warning', 'no-events', channel.side, 'check-address')];
}

function shortCredits(
  { creditReserve }: StatusFacts,
  { side, creditsLeft, forecastLeft }: StatusFacts['usage'][number],
): readonly StatusProblem[] {
  if (creditsLeft === null) return [];
  const details = { creditsLeft, forecastLeft, reserve: creditReserve };
  if (creditsLeft <= creditReserve)
    return [problem('error', 'credits-used-up', side, 'save-credits', details)];
  if (forecastLeft === null || forecastLeft > creditReserve) return [];
  return [problem('warning', 'credits-will-not-do', side, 'save-credits', details)];
}

function peoplesWork(facts: StatusFacts): readonly StatusProblem[] {
  const { state, waiting, pausedSince, failures, openConflicts } = facts;
  const sum = (counts: StatusFacts['failures']) => counts.reduce((total, { count }) => total + count, 0);
  const ambiguous = sum(failures.filter(({ code }) => AMBIGUOUS_CODES.has(code)));
  const failed = sum(failures) - ambiguous;
  const found: StatusProblem[] = [];
  if (state === 'paused')
    found.push({ ...problem('warning', 'paused', null, 'resume', { waiting }), since: pausedSince });
  if (failed > 0) found.push(problem('warning', 'failures', null, 'open-failures', { count: failed }));
  if (ambiguous > 0)
    found.push(problem('warning', 'ambiguous-matches', null, 'open-ambiguous', { count: ambiguous }));
  if (openConflicts > 0)
    found.push(problem('warning', 'open-conflicts', null, 'open-conflicts', { count: openConflicts }));
  return found;
}

function problem(
  severity: StatusProblem['severity'],
  code: string,
  subject: string | null,
  action: StatusAction,
  details: StatusProblem['details'] = {},
): StatusProblem {
  return { severity, code, subject, action, details, since: null };
}
