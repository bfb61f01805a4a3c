import type { Finding } from '../finding.ts';
import type { Exchange } from '../traffic/exchange.ts';
import { asObject, asText, isObject } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Library } from './library.ts';
import { indexOperations, operationName } from './operations.ts';
import type { Match, Operation, OperationIndex } from './operations.ts';
import { parameterCandidates } from './parameter-value.ts';
import { createSchemaJudge } from './schema-judge.ts';
import type { Violation } from './schema-judge.ts';

export interface Verdict {
  /** Null when no operation fits. */
  readonly operation: Operation | null;
  readonly findings: readonly Finding[];
}

export interface ExchangeJudge {
  readonly operations: OperationIndex;
  /** Holds request and answer against the operation's description. */
  judge(exchange: Exchange): Verdict;
}

/** Headers any HTTP client may send; no API document lists them. */
const COMMON_HEADERS = new Set(
  (
    'accept accept-encoding accept-language authorization cache-control connection content-length content-type ' +
    'host pragma sec-fetch-mode transfer-encoding user-agent'
  ).split(' '),
);

/** @param isKnown tells documented defects of the files, so that the alternative that was meant can be recognised */
export function createExchangeJudge(library: Library, isKnown: (finding: Finding) => boolean): ExchangeJudge {
  const operations = indexOperations(library);
  const schemas = createSchemaJudge(library);

  function judge(exchange: Exchange): Verdict {
    const match = operations.find(exchange.product, exchange.method, exchange.path);
    if (!match) {
      const operation = `${exchange.product} ${exchange.method} ${exchange.path}`;
      const finding: Finding = {
        operation,
        part: 'operation',
        at: '',
        keyword: 'undocumented',
        subject: operation,
      };
      return { operation: null, findings: [finding] };
    }
    const { operation } = match;
    const request = judgeRequest(match, exchange);
    return { operation, findings: [...request, ...judgeAnswer(operation, exchange)] };
  }

  /** The tour's requests that were refused, if only in part (207), were wrong on purpose; the connector's bodies may be. */
  function judgeRequest(match: Match, exchange: Exchange): readonly Finding[] {
    const wasTaken = exchange.status < 400 && exchange.status !== 207;
    return [
      ...(wasTaken || exchange.sender === 'connector' ? judgeParameters(match, exchange) : []),
      ...(wasTaken ? judgeRequestBody(match.operation, exchange) : []),
    ];
  }

  function judgeParameters({ operation, pathValues }: Match, exchange: Exchange): Finding[] {
    const sent = {
      path: pathValues,
      query: new Map(exchange.query),
      header: new Map(Object.entries(exchange.requestHeaders).filter(([name]) => !COMMON_HEADERS.has(name))),
    };
    const findings: Finding[] = [];
    for (const part of ['path', 'query', 'header'] as const) {
      const described = operation.parameters.filter((parameter) => parameter['in'] === part);
      const named = new Map(described.map((parameter) => [nameOf(parameter, part), parameter]));
      for (const [name, value] of sent[part]) {
        const parameter = named.get(name);
        if (parameter) findings.push(...judgeParameter(operation, part, parameter, value));
        else if (part !== 'path') findings.push(finding(operation, part, name, 'undocumented', name));
      }
      for (const [name, parameter] of named) {
        if (parameter['required'] !== true || sent[part].has(name) || COMMON_HEADERS.has(name)) continue;
        findings.push(finding(operation, part, name, 'required', name));
      }
    }
    return findings;
  }

  function judgeParameter(
    operation: Operation,
    part: 'path' | 'query' | 'header',
    parameter: JsonObject,
    text: string,
  ): readonly Finding[] {
    const schema = library.follow(parameter['schema']);
    const verdicts = parameterCandidates(schema, text).map((value) =>
      violations(operation, part, nameOf(parameter, part), parameterSchema(parameter), value),
    );
    return verdicts.find((findings) => findings.length === 0) ?? verdicts[0] ?? [];
  }

  function judgeRequestBody(operation: Operation, { requestBody }: Exchange): readonly Finding[] {
    const description = library.follow(operation.node['requestBody']);
    const schema = jsonSchema(description);
    if (requestBody === undefined) {
      if (description['required'] !== true) return [];
      return [finding(operation, 'request', '$', 'required', 'body')];
    }
    if (!schema) return [finding(operation, 'request', '$', 'undocumented', 'body')];
    return violations(operation, 'request', '', schema, requestBody);
  }

  function judgeAnswer(operation: Operation, { status, answerBody }: Exchange): readonly Finding[] {
    const responses = asObject(operation.node['responses']);
    const response = responses[String(status)];
    if (response === undefined) return [finding(operation, 'status', '', 'undocumented', String(status))];
    const schema = jsonSchema(library.follow(response));
    const place = `${status} `;
    if (answerBody === undefined) {
      return schema ? [finding(operation, 'answer', `${place}$`, 'required', 'body')] : [];
    }
    if (answerBody instanceof Uint8Array) return [];
    if (!schema) return [finding(operation, 'answer', `${place}$`, 'undocumented', 'body')];
    return violations(operation, 'answer', place, schema, answerBody);
  }

  function violations(
    operation: Operation,
    part: Finding['part'],
    place: string,
    schema: JsonObject,
    value: unknown,
  ): readonly Finding[] {
    const isBody = part === 'request' || part === 'answer';
    const toFinding = ({ at, keyword, subject }: Violation): Finding =>
      finding(operation, part, isBody ? `${place}${at}` : place, keyword, subject);
    return schemas.violations(schema, value, (violation) => isKnown(toFinding(violation))).map(toFinding);
  }

  return { operations, judge };
}

function finding(
  operation: Operation,
  part: Finding['part'],
  at: string,
  keyword: string,
  subject: string,
): Finding {
  return { operation: operationName(operation), part, at, keyword, subject };
}

function nameOf(parameter: JsonObject, part: 'path' | 'query' | 'header'): string {
  const name = asText(parameter['name']) ?? '';
  return part === 'header' ? name.toLowerCase() : name;
}

function parameterSchema(parameter: JsonObject): JsonObject {
  return asObject(parameter['schema']);
}

/** The schema of the JSON form of a body; null where the files describe none. */
function jsonSchema(body: JsonObject): JsonObject | null {
  const forms = Object.entries(asObject(body['content']));
  const [, form] = forms.find(([type]) => type.includes('json')) ?? forms[0] ?? [];
  const schema = asObject(form)['schema'];
  return isObject(schema) ? schema : null;
}
