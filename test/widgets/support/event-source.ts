/** A stream of server-sent events as the connector would write it, fed by the test. */
export class FakeEvents {
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  readonly body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      this.#controller = controller;
    },
    cancel: () => {
      this.cancelled = true;
    },
  });
  cancelled = false;

  send(text: string): void {
    this.#controller?.enqueue(new TextEncoder().encode(text));
  }
  status(id: string, status: object): void {
    this.send(`id: ${id}\nevent: status\ndata: ${JSON.stringify(status)}\n\n`);
  }
  end(): void {
    this.#controller?.close();
  }
  break(): void {
    this.#controller?.error(new TypeError('network error'));
  }
}
