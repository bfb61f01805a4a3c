import type { Clock } from '../kernel/types.ts';
import { ExtensionDatabase } from './database.ts';
import { readExtension } from './extension.ts';
import type { Extension } from './extension.ts';
import { refuse } from './refusal.ts';

export interface InstallOptions {
  /** Folder with `plugin-manifest.json`, `resources.json` and `app/`. */
  readonly folder: string;
  /** Origin of the connector: takes the placeholder's place in pages, is white-listed and may be fetched from. */
  readonly connector?: string;
  /** Values of configuration parameters, secure ones too. */
  readonly config?: Readonly<Record<string, string>>;
  /** Leaves Zoho's address of the SDK in the pages; whoever drives the browser then serves the script. */
  readonly keepSdkAddress?: boolean;
}

export const INSTALLATION_ID = '60045000000012001';
const MASK = '*****';
/** What an extension that is not packed for a certain connector names instead. */
export const CONNECTOR_PLACEHOLDER = 'https://connector.example.com';

/**
 * One installed extension and what Desk's server keeps for it: configuration, permissions, storage.
 * The files are read anew each time, so that a rebuilt extension shows after a reload.
 */
export class Installation {
  readonly options: InstallOptions;
  readonly database: ExtensionDatabase;
  readonly #config: Map<string, string>;
  readonly #permissions = new Map<string, boolean>();

  constructor(options: InstallOptions, clock: Clock) {
    this.options = options;
    this.database = new ExtensionDatabase(clock);
    this.#config = new Map(Object.entries(options.config ?? {}));
  }

  /** @throws SandboxError when the folder holds no extension, or a wrong one */
  async extension(): Promise<Extension> {
    return await readExtension(this.options.folder);
  }

  /** Origins `ZOHODESK.request` may call. */
  whiteList(extension: Extension): readonly string[] {
    return [...extension.whiteListedDomains, ...this.#connector()];
  }

  /** Sources a page may fetch from directly. */
  connectSources(extension: Extension): readonly string[] {
    return [...extension.connectSources, ...this.#connector()];
  }

  #connector(): string[] {
    return this.options.connector === undefined ? [] : [this.options.connector];
  }

  /** What `get('extension.config')` answers: an array, secure values masked. */
  config(extension: Extension): readonly { name: string; value: string; defaultValue?: string }[] {
    return extension.config.flatMap((param) => {
      const value = this.#config.get(param.name) ?? param.default;
      if (value === undefined) return [];
      const defaultValue = param.default === undefined ? {} : { defaultValue: param.default };
      return [{ name: param.name, value: param.secure ? MASK : value, ...defaultValue }];
    });
  }

  /**
   * @param byUser true on the extension's own page, where the installer fills in; a widget may not set those
   * @throws Refusal for an unknown parameter, one that is the installer's, or a value that is no text
   */
  setConfig(extension: Extension, name: unknown, value: unknown, byUser = false): void {
    const param = extension.config.find((candidate) => candidate.name === name);
    if (!param || typeof value !== 'string') throw refuse('Invalid Payload');
    if (param.userdefined && !byUser) throw refuse('Invalid Permissions');
    this.#config.set(param.name, value);
  }

  /** The real value, for Desk's server alone. */
  secret(extension: Extension, name: string): string | undefined {
    const param = extension.config.find((candidate) => candidate.name === name);
    return param && (this.#config.get(name) ?? param.default);
  }

  /** The extension's own permissions of one profile. */
  permissions(extension: Extension, profile: string): readonly { apiName: string; isEnabled: boolean }[] {
    return extension.permissions.map(({ apiName, defaultState }) => ({
      apiName,
      isEnabled: this.#permissions.get(`${profile} ${apiName}`) ?? defaultState,
    }));
  }

  setPermission(profile: string, apiName: string, isEnabled: boolean): void {
    this.#permissions.set(`${profile} ${apiName}`, isEnabled);
  }
}
