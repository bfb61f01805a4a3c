import type { CursorRepository } from '../ports/store.ts';

/** Topics of which an integration can have one problem at a time. */
export const PROBLEM_TOPICS = [
  'connect-desk',
  'connect-crm',
  'events-desk',
  'events-crm',
  'deletions-accounts',
  'deletions-contacts',
  'deletions-products',
  'mapping-accounts',
  'mapping-contacts',
  'mapping-products',
  'import-accounts',
  'import-contacts',
  'import-products',
] as const;
export type ProblemTopic = (typeof PROBLEM_TOPICS)[number];

/** Something an administrator should know until it is cured. `code` is stable; clients translate it. */
export interface StandingProblem {
  readonly topic: ProblemTopic;
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly since: string;
}

const nameOf = (topic: ProblemTopic): string => `problem:${topic}`;

/** Kept beside the cursors: one small value per organisation and topic, the empty text being "no problem". */
export async function noteProblem(cursors: CursorRepository, problem: StandingProblem): Promise<void> {
  await cursors.set(nameOf(problem.topic), JSON.stringify(problem));
}

export async function clearProblem(cursors: CursorRepository, topic: ProblemTopic): Promise<void> {
  if (await cursors.get(nameOf(topic))) await cursors.set(nameOf(topic), '');
}

export async function standingProblem(
  cursors: CursorRepository,
  topic: ProblemTopic,
): Promise<StandingProblem | null> {
  const text = await cursors.get(nameOf(topic));
  return text ? (JSON.parse(text) as StandingProblem) : null;
}

export async function standingProblems(cursors: CursorRepository): Promise<readonly StandingProblem[]> {
  const problems = await Promise.all(PROBLEM_TOPICS.map((topic) => standingProblem(cursors, topic)));
  return problems.filter((problem) => problem !== null);
}
