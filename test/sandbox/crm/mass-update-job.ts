/** A mass update of a custom view, done in the background. */
export interface MassUpdateJob {
  readonly id: string;
  status: 'SCHEDULED' | 'RUNNING' | 'COMPLETED';
  total: number;
  updated: number;
  failed: number;
}
