export interface TransportRequest {
  readonly method: 'GET' | 'POST';
  /** Absolute. */
  readonly url: string;
  /** Session token. */
  readonly token: string | null;
  readonly body?: unknown;
}
export interface TransportAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * How requests reach the connector: GET and POST only, for Desk's proxy knows no more.
 *
 * @throws ApiError `unreachable` without an answer; an AbortError when `signal` fired. A 4xx or 5xx is an answer.
 */
export interface Transport {
  send(request: TransportRequest, signal?: AbortSignal): Promise<TransportAnswer>;
}
