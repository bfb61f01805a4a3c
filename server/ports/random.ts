/** Unguessable values, handed in so that tests can repeat themselves. */
export interface Random {
  /** 256 bits, base64url, 43 characters. */
  token(): string;
  /** Version 4. */
  uuid(): string;
}
