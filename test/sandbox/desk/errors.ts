/** One line of `errors[]`; `fieldName` is a JSON pointer (reference §3). */
export interface FieldError {
  readonly fieldName: string;
  readonly errorType: 'invalid' | 'missing' | 'duplicate';
  readonly errorMessage?: string;
}

/** An answer that is an error: status, documented code, and what else belongs into body and headers. */
export class DeskError extends Error {
  override readonly name = 'DeskError';
  readonly status: number;
  readonly errorCode: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    errorCode: string,
    message: string,
    facts: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.facts = facts;
    this.headers = headers;
  }

  get body(): Readonly<Record<string, unknown>> {
    return { errorCode: this.errorCode, message: this.message, ...this.facts };
  }
}

export function unauthorized(): DeskError {
  return new DeskError(401, 'UNAUTHORIZED', 'You are not authorized to perform this operation.');
}

export function invalidToken(): DeskError {
  return new DeskError(401, 'INVALID_OAUTH', 'The OAuth token is invalid or has expired.');
}

export function unsupportedMediaType(): DeskError {
  return new DeskError(415, 'UNSUPPORTED_MEDIA_TYPE', 'The content type must be application/json.');
}

export function forbidden(): DeskError {
  return new DeskError(403, 'FORBIDDEN', 'You are not authorized to access this resource.');
}

export function notFound(): DeskError {
  return new DeskError(404, 'URL_NOT_FOUND', 'The URL you requested could not be found.');
}

export function invalidData(errors: readonly FieldError[]): DeskError {
  const message = 'The data does not comply to the validation restrictions defined.';
  return new DeskError(422, 'INVALID_DATA', message, { errors });
}

export function invalidField(fieldName: string, errorMessage?: string): DeskError {
  return invalidData([{ fieldName, errorType: 'invalid', ...(errorMessage && { errorMessage }) }]);
}

export function missingField(fieldName: string): DeskError {
  return invalidData([{ fieldName, errorType: 'missing' }]);
}

export function unprocessable(message: string): DeskError {
  return new DeskError(422, 'UNPROCESSABLE_ENTITY', message);
}

/** A query parameter with a value that is not allowed, in the words of the published example. */
export function badQuery(parameter: string): DeskError {
  return unprocessable(`The value passed for the '${parameter}' query parameter is invalid.`);
}

export function emptyPayload(): DeskError {
  return new DeskError(422, 'EMPTY_PAYLOAD', 'The request body is empty.');
}

/** What a record's line in a mass action says when it failed (MassActionResponse.json). */
export function massError(
  errorCode: 'UNPROCESSABLE_ENTITY' | 'INVALID_DATA' | 'FORBIDDEN',
): Record<string, string> {
  return { errorCode, httpCode: errorCode === 'FORBIDDEN' ? '403' : '422' };
}
