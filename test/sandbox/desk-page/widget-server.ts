import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { World } from '../kernel/types.ts';
import { CONNECTOR_PLACEHOLDER } from './installation.ts';
import type { Installation, InstallOptions } from './installation.ts';
import { sendFile } from './static-file.ts';
import { REPORT_PATH, SDK_ADDRESS, widgetPolicy } from './widget-policy.ts';

const SDK_FOLDER = fileURLToPath(new URL('sdk', import.meta.url));
const SDK_PATH = '/_sandbox/zohodesk-sdk.js';

export interface WidgetServerParts {
  readonly world: World;
  readonly installation: () => Installation | null;
  readonly onReport: (report: unknown) => void;
}

/**
 * The origin of the extension's files: another port than the page's, hence another origin.
 *
 * Serves `app/` of the installed extension as it lies there. Only in HTML files two addresses are replaced, so that the
 * folder need not be packed and any browser shows it without a network: the SDK's (unless `keepSdkAddress`) by our
 * stand-in's, and the placeholder by the connector's.
 */
export function createWidgetServer({ world, installation, onReport }: WidgetServerParts): FastifyInstance {
  const app = fastify({ logger: false, forceCloseConnections: true });
  app.addContentTypeParser(
    ['application/csp-report', 'text/plain'],
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  );

  app.get(SDK_PATH, async (_request, reply) => await sendFile(reply, SDK_FOLDER, 'zohodesk-sdk.js'));
  app.post(REPORT_PATH, async (request, reply) => {
    onReport(JSON.parse(String(request.body)));
    return await reply.code(204).send();
  });
  app.get('/appfiles/v2/:app/:version/:hash/app/*', async (request, reply) => {
    const installed = installation();
    if (!installed) return await reply.code(404).send('no extension is installed');
    const extension = await installed.extension();
    const { '*': path = '' } = request.params as { '*'?: string };
    reply.header(
      'content-security-policy',
      widgetPolicy(installed.connectSources(extension), world.urls.deskPage),
    );
    return await sendFile(reply, join(extension.folder, 'app'), path, (html) =>
      withOurAddresses(html, installed.options),
    );
  });
  return app;
}

function withOurAddresses(html: string, { connector, keepSdkAddress }: InstallOptions): string {
  const withSdk = keepSdkAddress ? html : html.replaceAll(SDK_ADDRESS, SDK_PATH);
  return connector === undefined ? withSdk : withSdk.replaceAll(CONNECTOR_PLACEHOLDER, connector);
}
