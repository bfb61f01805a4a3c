/** Process: opens the store, says so and holds it until it is killed. */
import { openNamed, say } from './open.ts';

try {
  await openNamed(process.argv[2] ?? '');
  say('open');
  setInterval(() => undefined, 60_000);
} catch (error) {
  say(error instanceof Error ? `${error.name}: ${error.message}` : 'failed');
  process.exitCode = 1;
}
