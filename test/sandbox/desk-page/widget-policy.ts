/** Where Zoho serves the SDK from; pages of extensions name this address. */
export const SDK_ADDRESS = 'https://js.zohostatic.com/support/developer_sdk/v1/js/ZohoDeskClientSDK.min.js';

/** Chromium sends reports to `report-uri` at once, to `report-to` late and over TLS only. */
export const REPORT_PATH = '/_sandbox/csp-report';

/**
 * The Content-Security-Policy of an extension's page. Desk's own is not published; this is the strictest that
 * an extension can be asked to live with: its own files, the SDK, and the addresses its manifest names.
 */
export function widgetPolicy(connectSources: readonly string[], pageOrigin: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${new URL(SDK_ADDRESS).origin}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connectSources].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${pageOrigin}`,
    `report-uri ${REPORT_PATH}`,
  ].join('; ');
}
