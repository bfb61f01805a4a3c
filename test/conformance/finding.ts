/** One thing in an exchange that the OpenAPI files do not allow. */
export interface Finding {
  /** `<set> <method> <path template>`, or the path itself when no operation fits. */
  readonly operation: string;
  readonly part: 'operation' | 'path' | 'query' | 'header' | 'request' | 'status' | 'answer';
  /** Where in the body, `$.data[].id`; the parameter's name outside bodies; `200 $.data` for answers. */
  readonly at: string;
  /** JSON Schema's keyword, or `undocumented` for what the files do not know at all. */
  readonly keyword: string;
  /** What is missing, superfluous, or was found instead. */
  readonly subject: string;
}

export function describeFinding({ operation, part, at, keyword, subject }: Finding): string {
  return `${operation} | ${part} ${at} | ${keyword}: ${subject}`;
}
