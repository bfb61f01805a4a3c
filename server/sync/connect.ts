import type { CallbackQuery, TokenGrant } from '../ports/oauth-port.ts';
import { SyncError } from '../core/errors.ts';
import type { Integration, OrgStore, ZohoProduct } from '../ports/store.ts';
import { AUTHORIZATION_MS, asRefusal, later, revokeQuietly } from './authorization.ts';
import type { AuthorizationDeps } from './authorization.ts';
import { adoptArchive, archivedSince } from './delete-integration.ts';
import type { AgentIdentity } from './desk-identity.ts';
import { isDeskAdministrator } from './desk-identity.ts';
import { checkStep, takeStep } from './integration-state.ts';
import { Refusal } from './refusal.ts';
import { clearProblem, noteProblem } from './standing-problems.ts';

/** What the callback needs to finish a connection. */
export interface ConnectState {
  readonly kind: 'connect';
  readonly product: ZohoProduct;
  readonly orgKey: string;
  readonly deskDataCenter: string;
  readonly codeVerifier: string;
  /** Of Desk: CRM is asked for in the same window. */
  readonly thenCrm?: { readonly loginHint: string | null };
}

/** Access that a CRM administrator gave beforehand (way B). */
export interface GivenAccess {
  readonly refreshToken: string;
  readonly dataCenter: string;
  readonly apiDomain: string | null;
  readonly scopes: readonly string[];
}

/** What the checks found out about the account that authorised. */
interface Checked {
  readonly email: string | null;
  readonly crmOrgId?: string;
}

/** Connecting Desk and CRM by OAuth (S7–S9, S11–S15; architecture.md §4 "Connecting CRM", way A). */
export function createConnect(deps: AuthorizationDeps) {
  const { store, oauth, introduce, clock, random } = deps;

  /**
   * @param loginHint pre-fills the account (S11)
   * @param thenCrm of Desk: leads on to CRM, with this account pre-filled
   * @returns the address at Zoho where the administrator agrees
   */
  async function authorize(
    admin: Pick<AgentIdentity, 'orgKey' | 'dataCenter'>,
    product: ZohoProduct,
    loginHint: string | null,
    thenCrm?: { readonly loginHint: string | null },
  ): Promise<string> {
    await begin(admin);
    const codeVerifier = random.token();
    const { orgKey, dataCenter } = admin;
    const state: ConnectState = {
      kind: 'connect',
      product,
      orgKey,
      deskDataCenter: dataCenter,
      codeVerifier,
      ...(product === 'desk' && thenCrm ? { thenCrm } : {}),
    };
    const stateToken = random.token();
    await store.oauthStates.put(stateToken, { ...state }, later(clock, AUTHORIZATION_MS));
    return oauth.authorizeUrl({
      dc: dataCenter,
      clientId: deps.clients[product].clientId,
      redirectUri: deps.redirectUri,
      scopes: deps.scopes[product],
      state: stateToken,
      codeChallenge: deps.sha256(codeVerifier),
      ...(loginHint === null ? {} : { loginHint }),
      prompt: 'consent',
    });
  }

  /** An integration that exists keeps its state: authorising anew only replaces the credential. */
  async function begin({ orgKey, dataCenter }: Pick<AgentIdentity, 'orgKey' | 'dataCenter'>): Promise<void> {
    const { integration, cursors } = store.forOrg(orgKey);
    const found = await integration.get();
    const at = clock.now();
    if (!found) {
      await integration.put({
        state: 'connecting',
        deskOrgId: orgKey,
        crmOrgId: null,
        deskDataCenter: dataCenter,
        crmDataCenter: null,
        createdAt: at,
        updatedAt: at,
      });
      return;
    }
    if (found.state === 'deleted' && !(await archivedSince(cursors))) {
      throw new Refusal(
        'deletion-running',
        'The deletion is still being completed; try again in some minutes',
      );
    }
    if (found.state === 'none' || found.state === 'deleted') await takeStep(integration, 'connect', at);
  }

  /**
   * A refused account leaves no configuration behind, only the reason, and its token is revoked (S13).
   * @returns where the window goes on, when CRM is to be asked for next
   */
  async function complete(state: ConnectState, query: CallbackQuery): Promise<string | null> {
    const org = store.forOrg(state.orgKey);
    const topic = state.product === 'desk' ? 'connect-desk' : 'connect-crm';
    try {
      await connect(org, state, query);
      await clearProblem(org.cursors, topic);
      if (!state.thenCrm) return null;
      const { orgKey, deskDataCenter: dataCenter } = state;
      return await authorize({ orgKey, dataCenter }, 'crm', state.thenCrm.loginHint);
    } catch (error) {
      const refusal = asRefusal(error);
      if (!(refusal instanceof Refusal)) throw refusal;
      const { code, message, details } = refusal;
      await noteProblem(org.cursors, { topic, code, message, details, since: clock.now() });
      throw refusal;
    }
  }

  async function connect(org: OrgStore, state: ConnectState, query: CallbackQuery): Promise<void> {
    const { dc, code } = oauth.readCallback(query);
    const { codeVerifier, product } = state;
    const client = deps.clients[product];
    const { redirectUri } = deps;
    const grant = await oauth.exchangeCode({ dc, client, redirectUri, code, codeVerifier });
    const refreshToken = grant.refreshToken;
    try {
      if (refreshToken === null) {
        throw new Refusal('no-refresh-token', 'Zoho gave access for one hour only; please authorise again');
      }
      const checked =
        product === 'desk' ? await checkDesk(org.orgKey, dc, grant) : await checkCrm(org, dc, grant);
      await keep(org, state, dc, { ...grant, refreshToken }, checked);
    } catch (error) {
      await revokeQuietly(deps, dc, refreshToken ?? grant.accessToken);
      throw error;
    }
  }

  /**
   * Connects CRM with access that its administrator gave before (S14): checked as if it were given now.
   * @throws Refusal `zsc-authorisation-expired` and whatever `complete` refuses for
   */
  async function adoptCrm(admin: AgentIdentity, access: GivenAccess): Promise<Checked> {
    const { refreshToken, dataCenter: dc, scopes } = access;
    const org = store.forOrg(admin.orgKey);
    const grant = await refreshed();
    try {
      const checked = await checkCrm(org, dc, grant);
      await begin(admin);
      const { orgKey, dataCenter: deskDataCenter } = admin;
      const state: ConnectState = {
        kind: 'connect',
        product: 'crm',
        orgKey,
        deskDataCenter,
        codeVerifier: '',
      };
      await keep(org, state, dc, { ...grant, refreshToken, scopes }, checked);
      await clearProblem(org.cursors, 'connect-crm');
      return checked;
    } catch (error) {
      throw asRefusal(error);
    }

    async function refreshed(): Promise<TokenGrant> {
      try {
        const fresh = await oauth.refresh({ dc, client: deps.clients.crm, refreshToken });
        return { ...fresh, apiDomain: fresh.apiDomain ?? access.apiDomain };
      } catch (error) {
        const refusal = asRefusal(error);
        const isDead = error instanceof SyncError && error.code === 'reauthorization-required';
        const isOurs = refusal instanceof Refusal && refusal.code === 'client-refused';
        if (!isDead || isOurs) throw refusal;
        throw new Refusal(
          'zsc-authorisation-expired',
          'The CRM administrator must authorise again and make a new key',
        );
      }
    }
  }

  async function checkDesk(orgKey: string, dc: string, { accessToken }: TokenGrant): Promise<Checked> {
    const organizations = await introduce.desk({ dc, accessToken }).organizations();
    const organization = organizations.find(({ id }) => id === orgKey);
    if (!organization) {
      throw new Refusal('wrong-organisation', 'The authorised account belongs to another Desk organisation', {
        expected: orgKey,
      });
    }
    const edition = organization.edition ?? '';
    if (!deps.deskEditions.includes(edition.toUpperCase())) {
      const allowed = deps.deskEditions.join(', ');
      throw new Refusal('edition-not-supported', `This needs an edition of Zoho Desk among ${allowed}`, {
        edition: edition === '' ? 'unknown' : edition,
        allowed: deps.deskEditions,
      });
    }
    const me = await introduce.desk({ dc, accessToken, orgId: orgKey }).myInfo();
    if (!isDeskAdministrator(me)) {
      throw new Refusal('not-desk-administrator', 'The authorised account is no Desk administrator');
    }
    return { email: me.emailId ?? null };
  }

  async function checkCrm(org: OrgStore, dc: string, grant: TokenGrant): Promise<Checked> {
    const { accessToken, apiDomain } = grant;
    const people = introduce.crm({ dc, accessToken, apiDomain });
    const me = await people.currentUser();
    if (!me.isAdministrator) {
      throw new Refusal('not-crm-administrator', 'The authorised account is no CRM administrator');
    }
    const { id: crmOrgId } = await people.organization();
    const holder = await store.findByCrmOrg(crmOrgId);
    if (holder && holder.orgKey !== org.orgKey) throw crmTaken(holder.orgKey, crmOrgId);
    const bound = (await org.integration.get())?.crmOrgId ?? null;
    if (bound !== null && bound !== crmOrgId) {
      throw new Refusal('crm-organisation-changed', 'Records are paired with another CRM organisation', {
        bound,
        offered: crmOrgId,
      });
    }
    return { email: me.email, crmOrgId };
  }

  async function keep(
    org: OrgStore,
    { product, deskDataCenter }: ConnectState,
    dc: string,
    grant: TokenGrant & { readonly refreshToken: string },
    { email, crmOrgId }: Checked,
  ): Promise<void> {
    const at = clock.now();
    await org.transaction(async (repositories) => {
      const { integration, credentials } = repositories;
      const found = await integration.get();
      if (!found || found.state === 'deleted') {
        throw new Refusal('not-integrated', 'The integration was deleted meanwhile');
      }
      await bind({ ...found, updatedAt: at });
      if (crmOrgId !== undefined) await adoptArchive(repositories, crmOrgId);
      await credentials.put({
        product,
        refreshToken: grant.refreshToken,
        accessToken: grant.accessToken,
        accessExpiresAt: later(clock, grant.expiresInMs),
        scopes: grant.scopes.length > 0 ? grant.scopes : deps.scopes[product],
        dataCenter: dc,
        apiDomain: grant.apiDomain,
        accountEmail: email,
        status: 'valid',
      });
      const other = await credentials.get(product === 'desk' ? 'crm' : 'desk');
      if (other && found.state === 'connecting' && checkStep(found.state, 'complete-connection')) {
        await takeStep(integration, 'complete-connection', at);
      }

      async function bind({ orgKey: _orgKey, ...current }: Integration): Promise<void> {
        const changed =
          product === 'desk'
            ? { deskDataCenter: dc }
            : { deskDataCenter, crmOrgId: crmOrgId ?? null, crmDataCenter: dc };
        try {
          await integration.put({ ...current, ...changed });
        } catch (error) {
          const isTaken = error instanceof SyncError && error.code === 'already-linked';
          throw isTaken ? crmTaken(error.recordId ?? 'unknown', crmOrgId ?? 'unknown') : error;
        }
      }
    });
  }

  return { authorize, complete, adoptCrm };
}
export type Connect = ReturnType<typeof createConnect>;

/** S15. */
function crmTaken(holder: string, crmOrgId: string): Refusal {
  return new Refusal(
    'crm-organisation-taken',
    `This CRM organisation is connected to Desk organisation ${holder}`,
    { holder, crmOrgId },
  );
}
