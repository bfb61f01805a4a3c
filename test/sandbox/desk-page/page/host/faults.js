/**
 * What goes wrong on purpose, and limits that tests shorten. `deskPage.setFaults({…})` changes the ones it names,
 * `deskPage.setFaults()` restores them all.
 */
export const NO_FAULTS = Object.freeze({
  /** Every reply waits this long. */
  delayMs: 0,
  /** Replies that never come: names of properties, of actions, or `__HTTP__`. */
  drop: Object.freeze([]),
  /** The registration is sent this long after the frame's load event. */
  lateRegisterMs: 0,
  /** A widget that has not acknowledged by then is removed; Desk gives 15 seconds. */
  ackLimitMs: 15_000,
  /** A hook that has not answered by then counts as passed; Desk gives 30 seconds. */
  hookLimitMs: 30_000,
  /** For `ZOHODESK.request`: `{notAuthorised, resumeUrl, status, body, transport, wrap: 'none'|'object'|'text'}`. */
  request: null,
  /** Another contact or account is shown in the same frame, and no event says so. */
  silentShift: false,
  /** Desk of 2020 shows light agents no extensions; whether it still does is not documented. */
  lightAgents: false,
});

/** @throws TypeError for a fault that does not exist */
export function changedFaults(now, change) {
  if (change === undefined) return NO_FAULTS;
  const unknown = Object.keys(change).filter((name) => !(name in NO_FAULTS));
  if (unknown.length > 0) throw new TypeError(`no fault is called ${unknown.join(', ')}`);
  return { ...now, ...change };
}
