import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The request's body is no JSON; products' error handlers see `statusCode` 400 and `code` MALFORMED_JSON. */
export class MalformedJsonError extends Error {
  override readonly name = 'MalformedJsonError';
  readonly statusCode = 400;
  readonly code = 'MALFORMED_JSON';
}

/**
 * Reads JSON (an empty body is `undefined`), URL-encoded forms and multipart forms.
 * Forms become plain objects; of a repeated key the last value counts; an uploaded file is a `File`.
 */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : JSON.parse(body.toString()));
    } catch (cause) {
      done(new MalformedJsonError('The body is not valid JSON', { cause }), undefined);
    }
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body.toString()))),
  );
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const form = new Response(new Uint8Array(body), {
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      });
      return Object.fromEntries(await form.formData());
    },
  );
}
