import type { CallbackQuery } from '../ports/oauth-port.ts';
import { AUTHORIZATION_MS, asRefusal, later, revokeQuietly } from './authorization.ts';
import type { AuthorizationDeps } from './authorization.ts';
import { Refusal } from './refusal.ts';

/** A claim waits this long for the page that began; its handles live as long as somebody looks at the page. */
const CLAIM_MS = 2 * 60_000;
const HANDLE_MS = 10 * 60_000;

/** What the callback needs to finish; travels encrypted in the store, keyed by the OAuth state. */
export interface ZscState {
  readonly kind: 'zsc';
  readonly claimId: string;
  readonly challenge: string;
  readonly codeVerifier: string;
}

/** The CRM administrator who authorised. */
interface Holder {
  readonly crmOrgId: string;
  readonly crmOrgName: string | null;
  readonly crmUserId: string;
  /** Lower case. */
  readonly email: string;
  readonly dataCenter: string;
  readonly apiDomain: string | null;
  readonly scopes: readonly string[];
}
interface Opened {
  readonly kind: 'zsc-page';
  readonly holder: Holder;
  /** Access that no key holds yet. */
  readonly refreshToken: string | null;
}
interface Claim {
  readonly kind: 'zsc-claim';
  readonly challenge: string;
  readonly opened?: Opened;
  readonly refused?: { readonly code: Refusal['code']; readonly message: string };
}

/**
 * ZSC keys (S14, way B of "Connecting CRM"): no public API of Zoho's takes Zoho's own keys, so the connector issues
 * them. A CRM administrator authorises on the connector's own page and gets a key, shown once and kept as a hash
 * beside the encrypted access. One living key per person and CRM organisation; a new one kills the old. Revoking a
 * key does not end a connection that was made with it: that is Delete Integration's part.
 */
export function createZscKeys(deps: AuthorizationDeps) {
  const { store, oauth, introduce, clock, random, sha256 } = deps;
  const { sessions, oauthStates, zscKeys } = store;

  /** @param challenge S256 of a verifier that only the page knows */
  async function start(challenge: string) {
    const claimId = random.token();
    const state: ZscState = { kind: 'zsc', claimId, challenge, codeVerifier: random.token() };
    const stateToken = random.token();
    await oauthStates.put(stateToken, { ...state }, later(clock, AUTHORIZATION_MS));
    const authorizeUrl = oauth.authorizeUrl({
      dc: deps.dataCenter,
      clientId: deps.clients.crm.clientId,
      redirectUri: deps.redirectUri,
      scopes: deps.scopes.crm,
      state: stateToken,
      codeChallenge: sha256(state.codeVerifier),
      prompt: 'consent',
    });
    return { claimId, authorizeUrl };
  }

  /** The callback's part: leaves a one-time claim, or the reason why there is none. */
  async function complete(state: ZscState, query: CallbackQuery): Promise<void> {
    const { claimId, challenge } = state;
    const until = later(clock, CLAIM_MS);
    try {
      const opened = await open(state, query);
      await sessions.putClaim(claimId, { kind: 'zsc-claim', challenge, opened }, until);
    } catch (error) {
      const refusal = asRefusal(error);
      if (!(refusal instanceof Refusal)) throw refusal;
      const refused = { code: refusal.code, message: refusal.message };
      await sessions.putClaim(claimId, { kind: 'zsc-claim', challenge, refused }, until);
      throw refusal;
    }
  }

  async function open({ codeVerifier }: ZscState, query: CallbackQuery): Promise<Opened> {
    const { dc, code } = oauth.readCallback(query);
    const { redirectUri, clients } = deps;
    const grant = await oauth.exchangeCode({ dc, client: clients.crm, redirectUri, code, codeVerifier });
    const { accessToken, apiDomain, refreshToken } = grant;
    try {
      if (refreshToken === null) {
        throw new Refusal('no-refresh-token', 'Zoho gave access for one hour only; please authorise again');
      }
      const people = introduce.crm({ dc, accessToken, apiDomain });
      const me = await people.currentUser();
      if (!me.isAdministrator || me.email === null) {
        throw new Refusal('not-crm-administrator', 'The authorised account is no CRM administrator');
      }
      const { id: crmOrgId, companyName } = await people.organization();
      const holder: Holder = {
        crmOrgId,
        crmOrgName: companyName,
        crmUserId: me.id,
        email: plainEmail(me.email),
        dataCenter: dc,
        apiDomain,
        scopes: grant.scopes.length > 0 ? grant.scopes : deps.scopes.crm,
      };
      return { kind: 'zsc-page', holder, refreshToken };
    } catch (error) {
      await revokeQuietly(deps, dc, refreshToken ?? accessToken);
      throw error;
    }
  }

  /** @throws Refusal `claim-not-ready`, `claim-verifier`, or why authorising failed */
  async function claim(claimId: string, verifier: string) {
    const found = (await sessions.takeClaim(claimId, clock.now())) as Claim | null;
    if (found?.kind !== 'zsc-claim') throw new Refusal('claim-not-ready', 'Nobody has authorised yet');
    if (sha256(verifier) !== found.challenge) {
      throw new Refusal('claim-verifier', 'This was started by somebody else');
    }
    if (found.refused) throw new Refusal(found.refused.code, found.refused.message);
    if (!found.opened) throw new Error('A claim holds access or a refusal');
    return await page(found.opened);
  }

  /** Makes a key; an earlier one of the same person is dead from now on. @throws Refusal `session-ended` */
  async function issue(handle: string) {
    const { holder, refreshToken: fresh } = await taken(handle);
    const { crmOrgId, crmUserId, email, dataCenter, apiDomain, scopes } = holder;
    const refreshToken = fresh ?? (await zscKeys.living(crmOrgId, crmUserId))?.refreshToken ?? null;
    if (refreshToken === null) throw new Refusal('session-ended', 'Authorise again to make a key');
    const id = random.uuid().replaceAll('-', '').slice(0, 12);
    const secret = random.token();
    const before = await zscKeys.replace({
      id,
      secretHash: sha256(secret),
      crmOrgId,
      crmUserId,
      email,
      dataCenter,
      apiDomain,
      scopes,
      refreshToken,
      createdAt: clock.now(),
    });
    const orphan = before?.usedBy === null ? before.refreshToken : null;
    if (orphan !== null && orphan !== refreshToken) await revokeQuietly(deps, dataCenter, orphan);
    return { ...(await page({ kind: 'zsc-page', holder, refreshToken: null })), key: `zsc.${id}.${secret}` };
  }

  /** Kills the key. @throws Refusal `session-ended` */
  async function revoke(handle: string) {
    const opened = await taken(handle);
    const { crmOrgId, crmUserId, dataCenter } = opened.holder;
    const key = await zscKeys.living(crmOrgId, crmUserId);
    if (key) {
      await zscKeys.revoke(key.id, clock.now());
      if (key.usedBy === null && key.refreshToken !== null)
        await revokeQuietly(deps, dataCenter, key.refreshToken);
    }
    return await page(opened);
  }

  async function taken(handle: string): Promise<Opened> {
    const opened = (await sessions.takeClaim(handle, clock.now())) as Opened | null;
    if (opened?.kind !== 'zsc-page') throw new Refusal('session-ended', 'Authorise again');
    return opened;
  }

  async function page(opened: Opened) {
    const handle = random.token();
    await sessions.putClaim(handle, { ...opened }, later(clock, HANDLE_MS));
    const { crmOrgId, crmOrgName, crmUserId, email, dataCenter } = opened.holder;
    const key = await zscKeys.living(crmOrgId, crmUserId);
    const account = {
      email,
      crmOrganizationId: crmOrgId,
      crmOrganizationName: crmOrgName,
      dataCenter,
      key: key ? { createdAt: key.createdAt, connected: key.usedBy !== null } : null,
    };
    return { handle, account };
  }

  return { start, complete, claim, issue, revoke };
}
export type ZscKeys = ReturnType<typeof createZscKeys>;

/** As keys are bound to it: without regard to case and white space around. */
export function plainEmail(email: string): string {
  return email.trim().toLowerCase();
}
