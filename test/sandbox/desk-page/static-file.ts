import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import type { FastifyReply } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.woff2': 'font/woff2',
};

/** Sends a file below `folder`, never cached; 404 for what is not there or leads out of it. */
export async function sendFile(
  reply: FastifyReply,
  folder: string,
  path: string,
  change: (text: string) => string = (text) => text,
): Promise<FastifyReply> {
  const file = resolve(folder, path);
  const type = TYPES[extname(file)];
  reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  if (type === undefined || !file.startsWith(resolve(folder) + sep)) return reply.code(404).send('not found');
  try {
    const content = await readFile(file);
    reply.type(type);
    return await reply.send(extname(file) === '.html' ? change(content.toString('utf8')) : content);
  } catch {
    return await reply.code(404).type('text/plain').send('not found');
  }
}
