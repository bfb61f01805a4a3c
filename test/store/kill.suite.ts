import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from '../support/child.ts';
import { until } from '../support/until.ts';
import { openNamed } from './processes/open.ts';

const WRITER = new URL('./processes/write-for-ever.ts', import.meta.url);
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 4);

/** P7: a process killed in the middle of writing loses nothing it was told is safe, and leaves no half commit. */
export function killSuite(name: string, place: () => Promise<string>): void {
  it(`P7: ${ROUNDS} × kill -9 in the middle of writing on ${name}`, async (test) => {
    const where = await place();
    const committed = new Set<string>();
    const opened = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const writer = startChild(WRITER, [where, String(round * 1_000_000)]);
      await until(() => writer.lines.length > 20, 60_000);
      await sleep(10 + 97 * round);
      writer.kill();
      await writer.ended;
      for (const line of writer.lines) {
        const [what, id = ''] = line.split(' ');
        (what === 'committed' ? committed : opened).add(id);
      }

      const { store } = await openNamed(where);
      const org = store.forOrg('org');
      const linked = await org.links.byIds('contacts', 'desk', [...opened]);
      const waiting = await org.inbox.waiting('contacts', 'desk', [...opened]);
      const pending = new Set((await org.intents.pending()).map(({ id }) => id));
      const lost = [...committed].filter((id) => !linked.has(id));
      const torn = [...opened].filter(
        (id) => linked.has(id) === pending.has(id) || linked.has(id) !== waiting.has(id),
      );
      await store.close();
      assert.deepEqual({ lost, torn }, { lost: [], torn: [] }, `round ${round}`);
    }
    test.diagnostic(`${committed.size} acknowledged commits, all there`);
  });
}
