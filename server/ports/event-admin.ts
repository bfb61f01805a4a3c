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
  list(): Promise<readonly { readonly id: string; readonly isEnabled?: boolean | null | undefined }[]>;
  /** One that is gone already is no error. */
  delete(id: string): Promise<void>;
}

/** CRM notification channels of one organisation (zoho-crm-api §4). */
export interface ChannelAdmin {
  /** Answers with the expiry that CRM really set: a value beyond its maximum silently becomes one hour. */
  enable(channel: {
    /** Digits, chosen by us. */
    readonly channelId: string;
    /** E.g. `Contacts.all`. */
    readonly events: readonly string[];
    readonly notifyUrl: string;
    /** At most 50 characters; CRM echoes it in every callback. */
    readonly token: string;
    readonly expiresAt: string;
  }): Promise<{ readonly expiresAt: string }>;
  /** @throws SyncError `not-found` when CRM dropped the channel (NOT_SUBSCRIBED) */
  renew(channel: {
    readonly channelId: string;
    readonly events: readonly string[];
    readonly expiresAt: string;
  }): Promise<{ readonly expiresAt: string }>;
  /** Channels that are gone already are no error. */
  disable(channelIds: readonly string[]): Promise<void>;
}

/** Verifies `X-ZDesk-JWT`, with the keys of one data center. */
export interface WebhookVerifier {
  /** @throws SyncError `permission` when forged, expired or meant for another subscription; `unavailable` without keys */
  verify(
    token: string | undefined,
    expected: { readonly orgId: string; readonly webhookId: string },
  ): Promise<void>;
}
