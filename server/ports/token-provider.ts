/**
 * Hands out the access token of one connection (one organisation, one product). Implementations keep the
 * token in the store, refresh it in single flight across processes, and never log it.
 */
export interface TokenProvider {
  /**
   * A token believed to be valid.
   * @throws SyncError `reauthorization-required` when the refresh token is dead, `rate-limited` when Zoho
   * throttles refreshes, `unavailable` when Zoho Accounts cannot be reached
   */
  accessToken(): Promise<string>;
  /**
   * Says that the product refused `badToken`. The next `accessToken()` fetches a new one, unless another
   * caller has replaced that token already.
   */
  invalidate(badToken: string): Promise<void>;
}
