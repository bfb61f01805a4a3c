/**
 * Orders records that refer to others of their own kind so that parents come before children (P9): the first wave
 * refers to nobody among `ids`, each later one only to earlier waves.
 *
 * A record that is its own ancestor (a cycle, or its own parent) has no place in such an order: it goes as if it had
 * no parent, and its reference is written afterwards. Keeps the order of `ids` within a wave. Linear; never throws.
 *
 * @param parentsOf ids that a record refers to, whether or not they are among `ids`
 */
export function parentsFirst(
  ids: readonly string[],
  parentsOf: (id: string) => readonly string[],
): readonly (readonly string[])[] {
  const wanted = new Set(ids);
  const depths = new Map<string, number>();
  for (const id of ids) if (!depths.has(id)) measure(id, wanted, parentsOf, depths);
  const waves: string[][] = [];
  for (const id of wanted) {
    const depth = depths.get(id) ?? 0;
    (waves[depth] ??= []).push(id);
  }
  return waves.filter((wave) => wave.length > 0);
}

/** Without recursion: a chain may be as long as there are records. */
function measure(
  start: string,
  wanted: ReadonlySet<string>,
  parentsOf: (id: string) => readonly string[],
  depths: Map<string, number>,
): void {
  const path = [start];
  const onPath = new Set(path);
  for (let id = path.at(-1); id !== undefined; id = path.at(-1)) {
    const parents = parentsOf(id).filter((parent) => wanted.has(parent));
    const next = parents.find((parent) => !depths.has(parent) && !onPath.has(parent));
    if (next !== undefined) {
      path.push(next);
      onPath.add(next);
      continue;
    }
    // What is still on the path is the record's own descendant: the cycle is broken here.
    const known = parents.flatMap((parent) => depths.get(parent) ?? []);
    depths.set(id, known.length === 0 ? 0 : Math.max(...known) + 1);
    path.pop();
    onPath.delete(id);
  }
}
