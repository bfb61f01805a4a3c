/** Something a person can put right: shown as one line, exit code 1 or HTTP 400, without a stack. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
}
