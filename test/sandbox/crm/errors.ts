/** Body of every CRM error, at request level and inside `data[]` (§2.2, §7). */
export interface ErrorBody {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly message: string;
  readonly status: 'error';
}

/** Anything that refuses a whole call; `body` is what the caller sees. */
export class CrmError extends Error {
  override readonly name = 'CrmError';
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody) {
    super(`${body.code}: ${body.message}`);
    this.status = status;
    this.body = body;
  }
}

export function errorBody(
  code: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): ErrorBody {
  return { code, details, message, status: 'error' };
}

const refuse =
  (status: number, code: string, message: string) =>
  (details: Readonly<Record<string, unknown>> = {}): CrmError =>
    new CrmError(status, errorBody(code, message, details));

export const authenticationFailure = refuse(401, 'AUTHENTICATION_FAILURE', 'Authentication failed');
export const invalidToken = refuse(401, 'INVALID_TOKEN', 'invalid oauth token');
export const scopeMismatch = refuse(401, 'OAUTH_SCOPE_MISMATCH', 'Unauthorized');
export const noPermission = refuse(403, 'NO_PERMISSION', 'permission denied');
export const invalidUrl = refuse(
  404,
  'INVALID_URL_PATTERN',
  'Please check if the URL trying to access is a correct one',
);
export const invalidMethod = refuse(
  400,
  'INVALID_REQUEST_METHOD',
  'The http request method type is not a valid one',
);
export const resourceNotFound = refuse(404, 'RESOURCE_NOT_FOUND', 'The requested resource does not exist');
export const mediaType = refuse(415, 'MEDIA_TYPE_NOT_SUPPORTED', 'Content type not supported');
export const invalidData = refuse(400, 'INVALID_DATA', 'invalid data');
export const limitExceeded = refuse(400, 'LIMIT_EXCEEDED', 'the limit has been exceeded');
export const ambiguity = refuse(
  400,
  'AMBIGUITY_DURING_PROCESSING',
  'the given parameters are ambiguous together',
);
export const requestIdInvalid = refuse(400, 'INVALID_DATA', 'the id given seems to be invalid');

export function invalidModule(pathIndex = 0): CrmError {
  return new CrmError(
    400,
    errorBody('INVALID_MODULE', 'the module name given seems to be invalid', {
      resource_path_index: pathIndex,
    }),
  );
}
export function paramMissing(name: string): CrmError {
  return new CrmError(
    400,
    errorBody('REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', { param_name: name }),
  );
}
export function expectedParamMissing(names: readonly string[]): CrmError {
  return new CrmError(
    400,
    errorBody('EXPECTED_PARAM_MISSING', 'one of the expected parameter is missing', { param_names: names }),
  );
}
/** 429: one code for credits, concurrency and downloads; only the words differ. */
export function tooManyRequests(message: string): CrmError {
  return new CrmError(429, errorBody('TOO_MANY_REQUESTS', message));
}

// Per-record errors.
export function mandatoryNotFound(apiName: string, jsonPath: string): ErrorBody {
  return errorBody('MANDATORY_NOT_FOUND', 'required field not found', {
    api_name: apiName,
    json_path: jsonPath,
  });
}
export function wrongType(apiName: string, jsonPath: string, expected: string): ErrorBody {
  return errorBody('INVALID_DATA', 'invalid data', {
    expected_data_type: expected,
    api_name: apiName,
    json_path: jsonPath,
  });
}
export function tooLong(apiName: string, jsonPath: string, maximumLength: number): ErrorBody {
  return errorBody('INVALID_DATA', 'invalid data', {
    maximum_length: maximumLength,
    api_name: apiName,
    json_path: jsonPath,
  });
}
export function invalidId(id: string, apiName: string, jsonPath: string): ErrorBody {
  return errorBody('INVALID_DATA', 'the id given seems to be invalid', {
    id,
    api_name: apiName,
    json_path: jsonPath,
  });
}
