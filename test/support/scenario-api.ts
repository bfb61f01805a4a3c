import assert from 'node:assert/strict';
import { startConnector, type TestConnector } from './connector.ts';
import { freePort } from './free-port.ts';
import { startScenario, type Scenario, type ScenarioOptions } from './scenario.ts';

/** A scenario whose connector also answers HTTP, with an administrator and an ordinary agent signed in. */
export interface ScenarioApi {
  readonly scenario: Scenario;
  readonly connector: TestConnector;
  readonly adminToken: string;
  readonly agentToken: string;
  /** GET as the administrator. @throws AssertionError unless the answer is 200 */
  get<T>(path: string): Promise<T>;
  stop(): Promise<void>;
}

const ADMIN = 'ada.admin@zylker.example';
const AGENT = 'otto.agent@zylker.example';

export async function startScenarioApi(options: ScenarioOptions = {}): Promise<ScenarioApi> {
  const port = await freePort();
  const sandboxSettings = { ...options.sandboxSettings, autoApprove: true };
  const scenario = await startScenario({ ...options, sandboxSettings, connectorPort: port });
  const connector = await startConnector(scenario.sandbox, port, { store: scenario.engine.store });
  const tokenOf = async (email: string) => String((await connector.signIn(email)).body['token']);
  const adminToken = await tokenOf(ADMIN);
  const agentToken = await tokenOf(AGENT);
  return {
    scenario,
    connector,
    adminToken,
    agentToken,
    async get<T>(path: string) {
      const { status, body } = await connector.call(path, { token: adminToken });
      assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
      return body as T;
    },
    async stop() {
      await connector.stop();
      await scenario.stop();
    },
  };
}
