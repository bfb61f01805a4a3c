import type en from '../../app/translations/en.json';

type Text = keyof typeof en;
type WithForms<Key> = Key extends `${infer Base}.other` ? Base : never;
/** A text that does not count anything. */
export type MessageKey = Exclude<Text, `${WithForms<Text>}.${Intl.LDMLPluralRule}`>;
/** A text with plural forms: `key.one`, `key.other` … in the catalogue. */
export type CountedKey = WithForms<Text>;
type Values = Readonly<Record<string, string | number>>;

/** What a page's texts, dates and numbers follow. One page has one viewer, so this is the module's and no context. */
export interface Locale {
  /** Language code, as Desk names it. */
  readonly code: string;
  /** Texts by key. */
  readonly messages: Readonly<Record<string, unknown>>;
  /** IANA name; null: the browser's. */
  readonly timeZone: string | null;
}

const RTL = new Set(['ar', 'he']);
/** Desk's codes that are no language tags. */
const TAGS: Readonly<Record<string, string>> = { tw: 'zh-TW', zh: 'zh-CN' };

let current: Locale = { code: 'en', messages: {}, timeZone: null };

/** Sets the viewer's language and marks the document with it. Unknown languages and time zones fall back. */
export function setLocale({ code, messages, timeZone }: Locale): void {
  const known = isKnown(() => new Intl.DateTimeFormat(TAGS[code] ?? code));
  const zone = timeZone !== null && isKnown(() => new Intl.DateTimeFormat('en', { timeZone }));
  current = { code: known ? code : 'en', messages, timeZone: zone ? timeZone : null };
  document.documentElement.lang = localeTag();
  document.documentElement.dir = isRtl(current.code) ? 'rtl' : 'ltr';
}

/**
 * English texts from the package, for a page that Desk gave none: a viewer outside of Desk, or a Desk that could not
 * load the catalogue. The catalogues have the same keys (test/package/), so Desk's own never lack one.
 */
export async function loadEnglish(): Promise<void> {
  const english = await import('../../app/translations/en.json');
  setLocale({ code: 'en', messages: english.default, timeZone: current.timeZone });
}

/** The same with the viewer's time zone, which Desk tells later than the language. */
export function setTimeZone(timeZone: string | null): void {
  setLocale({ ...current, timeZone });
}

export function isRtl(code: string): boolean {
  return RTL.has(code.split('-')[0] ?? '');
}

/** BCP 47 tag for `Intl`. */
export function localeTag(): string {
  return TAGS[current.code] ?? current.code;
}
export function viewerTimeZone(): string | undefined {
  return current.timeZone ?? undefined;
}

/** The text of the viewer's language, `{name}` replaced by `values.name`. Plain text: insert it as such. */
export function t(key: MessageKey, values: Values = {}): string {
  return tMaybe(key, values) ?? key;
}

/** As `t`, in the plural form that the language has for `count`; `{count}` is the formatted number. */
export function tCount(key: CountedKey, count: number, values: Values = {}): string {
  const form = new Intl.PluralRules(localeTag()).select(count);
  const formatted = new Intl.NumberFormat(localeTag()).format(count);
  const text = tMaybe(`${key}.${form}`) ?? tMaybe(`${key}.other`);
  return fill(text ?? key, { ...values, count: formatted });
}

/** The text when the catalogue has one; for keys made from codes that the connector may invent later. */
export function tMaybe(key: string, values: Values = {}): string | undefined {
  const text = current.messages[key];
  return typeof text === 'string' && text !== '' ? fill(text, values) : undefined;
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function isKnown(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
