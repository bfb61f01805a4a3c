import type { HttpClient, HttpRequest } from '../../../server/zoho/http-client.ts';

export interface FakeHttp extends HttpClient {
  readonly requests: HttpRequest[];
}

/** A client whose answers are computed; a thrown error is the call's failure. For cases no server can be brought into. */
export function fakeHttp(answer: (request: HttpRequest) => unknown): FakeHttp {
  const requests: HttpRequest[] = [];
  return {
    requests,
    // eslint-disable-next-line @typescript-eslint/require-await -- a throw must become a rejection
    async request(request) {
      requests.push(request);
      return { status: 200, data: answer(request) };
    },
    serverTime: () => null,
    close: () => undefined,
  };
}
