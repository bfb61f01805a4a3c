import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `condition` holds, looking every 10 ms. @throws Error after `limitMs` */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = 15_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline)
      throw new Error(`Did not happen within ${limitMs} ms: ${condition.toString()}`);
    await sleep(10);
  }
}
