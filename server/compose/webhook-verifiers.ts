import type { WebhookVerifier } from '../ports/event-admin.ts';
import type { DataCenters } from '../zoho/data-centers.ts';
import { createWebhookVerifier } from '../zoho/desk/jwt.ts';

/** One verifier per data center: each caches its host's keys. */
export function createWebhookVerifiers(dataCenters: DataCenters) {
  const kept = new Map<string, WebhookVerifier>();
  return (id: string) => {
    const known = kept.get(id);
    if (known) return known;
    const dataCenter = dataCenters.byId(id);
    if (!dataCenter) throw new Error(`data center ${id} is not in resources/data-centers.json`);
    const verifier = createWebhookVerifier({ deskUrl: dataCenter.desk });
    kept.set(id, verifier);
    return verifier;
  };
}
