import type { Finding } from '../finding.ts';

/** A place where Zoho's OpenAPI files and its other documents, or practice, contradict each other. */
export interface KnownDefect {
  /** `<set> <method> <template>`; `*` stands for anything. Each must occur. */
  readonly operations: readonly string[];
  readonly part: Finding['part'];
  /** As in a finding; `*` stands for anything. */
  readonly at: string;
  readonly keyword: string;
  /** What exactly is tolerated; each must occur. `any` only where the files cannot mean what they say. */
  readonly subjects: readonly string[] | 'any';
  /** `file`: the OpenAPI file is wrong or silent. `sandbox`: the sandbox still answers otherwise than the file. */
  readonly fault: 'file' | 'sandbox';
  /** What the sandbox plays, or the connector sends, and why. */
  readonly reason: string;
  /** Where the references say so. */
  readonly source: string;
}

export interface DefectBook {
  /** True when a defect explains the finding. */
  isKnown(finding: Finding): boolean;
  /** As `isKnown`, and remembers that the defect was met. */
  claim(finding: Finding): boolean;
  /** Entries, or parts of them, that nothing claimed. */
  stale(): readonly string[];
}

export function createDefectBook(defects: readonly KnownDefect[]): DefectBook {
  const entries = defects.map((defect) => ({
    defect,
    operations: defect.operations.map((pattern) => ({ pattern, matches: glob(pattern) })),
    at: glob(defect.at),
  }));
  const met = new Set<string>();

  function explaining({ operation, part, at, keyword, subject }: Finding): (string | undefined)[] | null {
    for (const [index, entry] of entries.entries()) {
      const { defect } = entry;
      if (defect.part !== part || defect.keyword !== keyword || !entry.at.test(at)) continue;
      if (defect.subjects !== 'any' && !defect.subjects.includes(subject)) continue;
      const pattern = entry.operations.find(({ matches }) => matches.test(operation))?.pattern;
      if (pattern === undefined) continue;
      return [`${index} ${pattern}`, defect.subjects === 'any' ? undefined : `${index} ${subject}`];
    }
    return null;
  }

  return {
    isKnown: (finding) => explaining(finding) !== null,
    claim(finding) {
      const marks = explaining(finding);
      for (const mark of marks ?? []) if (mark !== undefined) met.add(mark);
      return marks !== null;
    },
    stale: () =>
      entries.flatMap(({ defect }, index) => {
        const { operations, subjects, part, at, keyword } = defect;
        const parts = [...operations, ...(subjects === 'any' ? [] : subjects)];
        const unmet = parts.filter((each) => !met.has(`${index} ${each}`));
        return unmet.map((each) => `${part} ${at} ${keyword} (${defect.reason}): ${each}`);
      }),
  };
}

function glob(pattern: string): RegExp {
  const literal = pattern.split('*').map((part) => part.replace(/[$()+.?[\\\]^{|}]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 'u');
}
