export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface TransportRequest {
  readonly method: Method;
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

export interface StreamRequest extends Pick<TransportRequest, 'url' | 'token'> {
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * How requests reach the connector.
 *
 * @throws ApiError `unreachable` without an answer; an AbortError when `signal` fired. A 4xx or 5xx is an answer.
 */
export interface Transport {
  send(request: TransportRequest, signal?: AbortSignal): Promise<TransportAnswer>;
  /** A GET whose answer goes on; a refusal is an answer as above. Absent where answers come in one piece. */
  open?(request: StreamRequest, signal: AbortSignal): Promise<ReadableStream<Uint8Array> | TransportAnswer>;
}
