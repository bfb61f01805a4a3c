import { startSandbox } from '../../sandbox/sandbox.ts';
import { createCaller } from '../tours/caller.ts';
import { tourCrm } from '../tours/crm-tour.ts';
import { tourDesk } from '../tours/desk-tour.ts';
import { tourGateways } from '../tours/gateway-tour.ts';
import { startListener } from '../tours/listener.ts';
import type { Exchange } from './exchange.ts';
import { startRecordingProxy } from './recording-proxy.ts';
import { sandboxRoutes } from './sandbox-routes.ts';

export interface Traffic {
  readonly exchanges: readonly Exchange[];
  /** Routes of the sandbox. */
  readonly routes: readonly string[];
  /** Those of them that nobody called. */
  readonly untouched: readonly string[];
}

/** Runs the tours and the connector's gateways against a fresh sandbox, and hands out all that went over the wire. */
export async function recordTraffic(): Promise<Traffic> {
  const exchanges: Exchange[] = [];
  const record = (exchange: Exchange): void => void exchanges.push(exchange);
  const sandbox = await startSandbox({ seed: 'small' });
  const listener = await startListener();
  const proxy = (product: 'desk' | 'crm', sender: Exchange['sender']) =>
    startRecordingProxy({ product, sender, target: sandbox.urls[product], record });
  const proxies = {
    tourDesk: await proxy('desk', 'tour'),
    tourCrm: await proxy('crm', 'tour'),
    connectorDesk: await proxy('desk', 'connector'),
    connectorCrm: await proxy('crm', 'connector'),
  };
  try {
    const { access_token: token, deskOrgId } = sandbox.token();
    const orgId = deskOrgId ?? '';
    const hookUrl = listener.url;
    const advance = (duration: string) => sandbox.advance(duration);
    const known = { Authorization: `Zoho-oauthtoken ${token}` };
    const unknown = { Authorization: 'Zoho-oauthtoken 1000.nonsense' };
    const desk = (headers: Record<string, string>) =>
      createCaller(`${proxies.tourDesk.url}/api/v1`, { ...headers, orgId });
    await tourDesk({ call: desk(known), stranger: desk(unknown), hookUrl });
    await tourCrm({
      call: createCaller(proxies.tourCrm.url, known),
      stranger: createCaller(proxies.tourCrm.url, unknown),
      hookUrl,
      advance,
    });
    await tourGateways({
      deskUrl: proxies.connectorDesk.url,
      crmUrl: proxies.connectorCrm.url,
      deskOrgId: orgId,
      token,
      hookUrl,
      now: () => sandbox.world.clock.now(),
      advance,
    });
    const { templates } = sandbox.calls.summary();
    const routes = await sandboxRoutes(sandbox.world);
    return { exchanges, routes, untouched: routes.filter((route) => !(route in templates)) };
  } finally {
    await Promise.all(Object.values(proxies).map((each) => each.stop()));
    await listener.stop();
    await sandbox.stop();
  }
}
