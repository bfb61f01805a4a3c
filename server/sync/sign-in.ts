import type { CallbackQuery } from '../ports/oauth-port.ts';
import { AUTHORIZATION_MS, asRefusal, later, revokeQuietly } from './authorization.ts';
import type { AuthorizationDeps } from './authorization.ts';
import type { AgentIdentity } from './desk-identity.ts';
import { isActive, isDeskAdministrator, pickOrganisation, readIdentity } from './desk-identity.ts';
import type { DeskPersonFacts } from '../ports/people.ts';
import { Refusal } from './refusal.ts';

/** A claim waits this long for the widget that started the sign-in. */
const CLAIM_MS = 2 * 60_000;

export interface SignInDeps extends AuthorizationDeps {
  /** How long a session can be renewed without signing in again; counts from the sign-in. */
  readonly handleMs: number;
  /** The agent as Desk shows it now, through the organisation's own connection; undefined when Desk cannot be asked. */
  readonly findAgent: (orgKey: string, agentId: string) => Promise<DeskPersonFacts | null | undefined>;
}

/** What the callback needs to finish a sign-in; travels encrypted in the store, keyed by the OAuth state. */
export interface SignInState {
  readonly kind: 'sign-in';
  readonly claimId: string;
  readonly challenge: string;
  readonly codeVerifier: string;
  readonly orgId: string | null;
}

export interface SignedIn {
  readonly agent: AgentIdentity;
  readonly refreshHandle: string;
}

interface Claim {
  readonly challenge: string;
  readonly agent?: AgentIdentity;
  readonly refused?: { readonly code: Refusal['code']; readonly message: string };
}
interface Handle {
  readonly orgKey: string;
  readonly agentId: string;
  readonly agent: AgentIdentity;
  readonly endsAt: string;
  /** Replaced by a newer one: whoever shows it again has copied it. */
  readonly used: boolean;
}

/** Signing agents in by Zoho (architecture.md §4 "Who is calling?"). Agents' own Zoho tokens are not kept. */
export function createSignIn(deps: SignInDeps) {
  const { store, oauth, introduce, clock, random, sha256 } = deps;
  const { sessions, oauthStates } = store;

  /**
   * @param challenge S256 of a verifier that only the widget knows
   * @param orgId the Desk organisation the agent wants to work in; null = their default one
   */
  async function start(challenge: string, orgId: string | null) {
    const state: SignInState = {
      kind: 'sign-in',
      claimId: random.token(),
      challenge,
      codeVerifier: random.token(),
      orgId,
    };
    const stateToken = random.token();
    await oauthStates.put(stateToken, { ...state }, later(clock, AUTHORIZATION_MS));
    const authorizeUrl = oauth.authorizeUrl({
      dc: deps.dataCenter,
      clientId: deps.clients.desk.clientId,
      redirectUri: deps.redirectUri,
      scopes: deps.scopes.signIn,
      state: stateToken,
      codeChallenge: sha256(state.codeVerifier),
      offline: false,
    });
    return { claimId: state.claimId, authorizeUrl };
  }

  /** The callback's part: finds out who it is and leaves a one-time claim, or the reason why there is none. */
  async function complete(state: SignInState, query: CallbackQuery): Promise<void> {
    const { claimId, challenge } = state;
    const until = later(clock, CLAIM_MS);
    try {
      const agent = await identify(state, query);
      await sessions.putClaim(claimId, { challenge, agent }, until);
    } catch (error) {
      const refusal = asRefusal(error);
      if (!(refusal instanceof Refusal)) throw refusal;
      const refused = { code: refusal.code, message: refusal.message };
      await sessions.putClaim(claimId, { challenge, refused }, until);
      throw refusal;
    }
  }

  async function identify(state: SignInState, query: CallbackQuery): Promise<AgentIdentity> {
    const { dc, code } = oauth.readCallback(query);
    const { codeVerifier, orgId: wished } = state;
    const { redirectUri } = deps;
    const grant = await oauth.exchangeCode({
      dc,
      client: deps.clients.desk,
      redirectUri,
      code,
      codeVerifier,
    });
    try {
      const { accessToken } = grant;
      const { id } = pickOrganisation(await introduce.desk({ dc, accessToken }).organizations(), wished);
      return await readIdentity(introduce.desk({ dc, accessToken, orgId: id }), id, dc);
    } finally {
      await revokeQuietly(deps, dc, grant.refreshToken ?? grant.accessToken);
    }
  }

  /** @throws Refusal `claim-not-ready` (unknown, expired or not there yet), `claim-verifier`, or why sign-in failed */
  async function claim(claimId: string, verifier: string): Promise<SignedIn> {
    const found = (await sessions.takeClaim(claimId, clock.now())) as Claim | null;
    if (!found) throw new Refusal('claim-not-ready', 'Nobody has finished this sign-in');
    if (sha256(verifier) !== found.challenge) {
      throw new Refusal('claim-verifier', 'This sign-in was started by somebody else');
    }
    if (found.refused) throw new Refusal(found.refused.code, found.refused.message);
    if (!found.agent) throw new Error('A claim holds an agent or a refusal');
    return issue(found.agent, later(clock, deps.handleMs));
  }

  /** Rotates: the old handle dies, and showing it again ends all sessions of the agent. */
  async function refresh(refreshHandle: string): Promise<SignedIn> {
    const handle = (await sessions.takeHandle(refreshHandle, clock.now())) as Handle | null;
    if (!handle) throw new Refusal('session-ended', 'This session has ended');
    if (handle.used) {
      await sessions.revokeAgent(handle.orgKey, handle.agentId);
      throw new Refusal('session-ended', 'This session was copied and has been ended');
    }
    const agent = await asDeskSaysNow(handle.agent);
    await sessions.putHandle(refreshHandle, { ...handle, used: true }, handle.endsAt);
    return issue(agent, handle.endsAt);
  }

  async function end(refreshHandle: string): Promise<void> {
    await sessions.takeHandle(refreshHandle, clock.now());
  }

  /** Rank and profile may have changed since the sign-in. */
  async function asDeskSaysNow(agent: AgentIdentity): Promise<AgentIdentity> {
    const person = await deps.findAgent(agent.orgKey, agent.agentId);
    if (person === undefined) return agent;
    if (person === null || !isActive(person)) {
      await sessions.revokeAgent(agent.orgKey, agent.agentId);
      throw new Refusal('session-ended', 'This agent is no longer active in Zoho Desk');
    }
    const knowsRank = person.rolePermissionType !== undefined && person.rolePermissionType !== null;
    return {
      ...agent,
      profileId: person.profileId ?? agent.profileId,
      administrator: knowsRank ? isDeskAdministrator(person) : agent.administrator,
    };
  }

  async function issue(agent: AgentIdentity, endsAt: string): Promise<SignedIn> {
    const refreshHandle = random.token();
    const { orgKey, agentId } = agent;
    await sessions.putHandle(refreshHandle, { orgKey, agentId, agent, endsAt, used: false }, endsAt);
    return { agent, refreshHandle };
  }

  return { start, complete, claim, refresh, end };
}
export type SignIn = ReturnType<typeof createSignIn>;
