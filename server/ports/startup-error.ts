/**
 * Why the connector cannot start, in one line a person can act on. `main.ts` prints `message` and exits with 1;
 * `cause` is for the log at debug level. Never holds a secret's value.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
