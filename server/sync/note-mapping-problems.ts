import type { CompiledMapping } from '../core/mapping/compile-mapping.ts';
import type { MappingProblem } from '../core/mapping/mapping-problem.ts';
import type { CursorRepository } from '../ports/store.ts';
import { clearProblem, noteProblem, standingProblem } from './standing-problems.ts';

/**
 * Configurations are checked when they are saved; what is wrong later was changed in a product: a field vanished or
 * became another type, an option of a value map is gone. Such a row does not sync, so the integration says so until
 * somebody mends the mapping or the field (S19).
 */
export async function noteMappingProblems(
  cursors: CursorRepository,
  { module, problems }: Pick<CompiledMapping, 'module' | 'problems'>,
  at: string,
): Promise<void> {
  const topic = `mapping-${module}` as const;
  const broken = problems.filter(isBroken);
  if (broken.length === 0) {
    await clearProblem(cursors, topic);
    return;
  }
  const known = await standingProblem(cursors, topic);
  const details = { problems: broken };
  if (known && JSON.stringify(known.details) === JSON.stringify(details)) return;
  const message = `${broken.length} rows of the mapping of ${module} cannot work any more`;
  await noteProblem(cursors, { topic, code: 'mapping-broken', message, details, since: known?.since ?? at });
}

function isBroken({ severity, code }: MappingProblem): boolean {
  return severity === 'error' || code === 'vanished-option';
}
