import type { Config } from '../config.ts';
import { note, ok } from '../sync/finding.ts';
import type { Finding } from '../sync/finding.ts';

/** Longest PUBLIC_URL that leaves room for a callback path in Desk's 100 characters. */
const SAFE_URL_LENGTH = 40;

/** What a configuration that is valid may still lack. */
export function examineConfig(config: Config): readonly Finding[] {
  const findings: Finding[] = [ok('configuration', 'every variable is there and well-formed')];
  const add = (text: string, remedy: string) => findings.push(note('configuration', text, remedy));
  if (config.publicUrl.length > SAFE_URL_LENGTH) {
    add(
      `PUBLIC_URL has ${config.publicUrl.length} characters; Desk takes webhook addresses of up to 100`,
      `use a host name that keeps it within ${SAFE_URL_LENGTH}`,
    );
  }
  if (config.extensionOrigins.length === 0) {
    add(
      'EXTENSION_ORIGINS is empty: no page may call the connector',
      'set it to the origin of the extension’s pages',
    );
  }
  if (config.extensionSecret === null) {
    add(
      'EXTENSION_SECRET is not set: Desk’s calls about install and uninstall are turned away',
      'set it to the secret that npm run pack put into the manifest',
    );
  }
  if (config.sandbox) add('a pretend Zoho is configured', 'remove the SANDBOX_ variables in production');
  if (config.encryptionKeys.previous.length > 0) {
    add(
      `ENCRYPTION_KEYS holds ${config.encryptionKeys.previous.length} older keys`,
      'run npm run cli -- rotate-keys, then remove them',
    );
  }
  return findings;
}
