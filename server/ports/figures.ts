/** One measured value; labels name kinds of things, never an organisation or a person. */
export interface Labelled {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What an operator watches, over all organisations. `now` is ISO 8601 UTC. */
export interface Figures {
  /** By `state`. */
  organisations(): Promise<readonly Labelled[]>;
  /** Records to look at, by `module`. */
  inbox(): Promise<readonly Labelled[]>;
  /** How long the longest waiting due record of a running organisation has been due. */
  inboxLagSeconds(now: string): Promise<readonly Labelled[]>;
  /** Time since the poll that is longest ago, by `module` and `side`. */
  pollAgeSeconds(now: string): Promise<readonly Labelled[]>;
  /** Entries of the Failure Logs, by `module` and `code`. */
  failures(): Promise<readonly Labelled[]>;
  /** Fields that wait for an administrator, by `module`. */
  openConflicts(): Promise<readonly Labelled[]>;
  /** Writes that were begun and not yet confirmed. */
  intents(): Promise<readonly Labelled[]>;
  /** Clicks in panels whose outcome is not known. */
  panelActions(): Promise<readonly Labelled[]>;
  /** Organisations that some process works for right now. */
  lanesHeld(now: string): Promise<readonly Labelled[]>;
  /** Connections whose access was withdrawn, by `product`. */
  unusableConnections(): Promise<readonly Labelled[]>;
  /** Standing problems, by `topic`. */
  problems(): Promise<readonly Labelled[]>;
}
