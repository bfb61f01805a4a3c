/** Desk webhooks of one portal (zoho-desk-api §5). */
export interface WebhookAdmin {
  /**
   * Desk calls the URL while this runs and expects 200.
   * @throws SyncError `permission` when edition or profile allow no webhook, `bad-parameter` when Desk cannot reach the URL
   */
  subscribe(request: {
    readonly name: string;
    /** At most 100 characters. */
    readonly url: string;
    /** UUID whose API calls cause no event. */
    readonly ignoreSourceId: string;
  }): Promise<{ readonly id: string }>;
  list(): Promise<
    readonly {
      readonly id: string;
      readonly isEnabled?: boolean | null | undefined;
      /** False for one that an earlier version subscribed, to fewer events. */
      readonly isComplete: boolean;
    }[]
  >;
  /** One that is gone already is no error. */
  delete(id: string): Promise<void>;
}

/** CRM notification channels of one organisation (zoho-crm-api §4). */
export interface ChannelAdmin {
  /** Subscribes to all changes of the three modules; answers with the expiry that CRM really granted, ISO 8601 UTC. */
  enable(channel: {
    /** Digits, chosen by us. */
    readonly channelId: string;
    /** At most 255 characters. */
    readonly notifyUrl: string;
    /** At most 50 characters; CRM echoes it in every callback. */
    readonly token: string;
  }): Promise<{ readonly expiresAt: string }>;
  /** Null when CRM knows no such channel (it drops expired ones). */
  find(channelId: string): Promise<{ readonly expiresAt: string } | null>;
  /** A channel that is gone already is no error. */
  disable(channelId: string): Promise<void>;
}

/** Verifies `X-ZDesk-JWT`, with the keys of one data center. */
export interface WebhookVerifier {
  /** @throws SyncError `permission` when forged, expired or meant for another subscription; `unavailable` without keys */
  verify(
    token: string | undefined,
    expected: { readonly orgId: string; readonly webhookId: string },
  ): Promise<void>;
}
