/** What the environment says about one package. */
export interface PackSettings {
  readonly name: string;
  readonly connector: string;
  readonly secret: string;
  readonly transport: 'fetch' | 'desk';
  readonly otherSecrets: readonly string[];
}

const NAME = 'zoho-crm-for-zoho-desk';
const MIN_SECRET_LENGTH = 16;
/** Secrets of the connector that may stand in the same `.env`. */
const SECRETS = [
  'ENCRYPTION_KEYS',
  'SESSION_SECRET',
  'ZOHO_CLIENT_SECRET',
  'CRM_CLIENT_SECRET',
  'DATABASE_URL',
] as const;

export class PackSettingsError extends Error {
  override readonly name = 'PackSettingsError';
}

/**
 * Reads `PUBLIC_URL` and `EXTENSION_SECRET`, the connector's own variables. For a data center of its own connector,
 * `PUBLIC_URL_EU` and `EXTENSION_SECRET_EU` go before them.
 *
 * @param dataCenter id in `resources/data-centers.json`; undefined: one package for all
 * @throws PackSettingsError one line that names the variable
 */
export function packSettings(
  env: Readonly<Record<string, string | undefined>>,
  dataCenter?: string,
  transport: 'fetch' | 'desk' = 'fetch',
): PackSettings {
  const suffix = dataCenter === undefined ? '' : `_${dataCenter.toUpperCase()}`;
  const value = (name: string): string => {
    const found = (env[`${name}${suffix}`] ?? env[name])?.trim();
    if (found) return found;
    throw new PackSettingsError(`${name}${suffix} is missing. Set it in the environment or in .env.`);
  };
  const connector = value('PUBLIC_URL').replace(/\/$/, '');
  if (
    !URL.canParse(connector) ||
    new URL(connector).origin !== connector ||
    !connector.startsWith('https://')
  ) {
    throw new PackSettingsError(`PUBLIC_URL${suffix} must be an https origin without a path.`);
  }
  const secret = value('EXTENSION_SECRET');
  if (secret.length < MIN_SECRET_LENGTH) {
    throw new PackSettingsError(
      `EXTENSION_SECRET${suffix} must have at least ${MIN_SECRET_LENGTH} characters.`,
    );
  }
  return {
    name: dataCenter === undefined ? NAME : `${NAME}-${dataCenter}`,
    connector,
    secret,
    transport,
    otherSecrets: SECRETS.flatMap((name) => secretsIn(env[name] ?? '')),
  };
}

/** The secret parts of a value: of `id:base64` keys the key, several by comma; of a database's address the password. */
function secretsIn(value: string): readonly string[] {
  const parts = /^postgres(?:ql)?:/.test(value)
    ? [URL.canParse(value) ? new URL(value).password : '']
    : value.split(',').map((part) => part.slice(part.indexOf(':') + 1).trim());
  return parts.filter((part) => part.length >= 8);
}
