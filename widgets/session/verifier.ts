/** A secret that only this page knows, and what may be told about it (RFC 7636, S256). */
export interface Verifier {
  readonly verifier: string;
  readonly challenge: string;
}

export async function makeVerifier(): Promise<Verifier> {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)) };
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
