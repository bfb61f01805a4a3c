import swagger from '@fastify/swagger';
import type { SwaggerTransformObject } from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { Problem } from '../contract/problem.ts';

/** OpenAPI 3.1 of everything under `/v1`, made from the schemas that also validate; served at `/openapi.json`. */
export async function registerOpenApi(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Zoho CRM extension for Zoho Desk: connector',
        version: '1',
        description: 'Errors are RFC 9457 problem documents; `code` is stable.',
      },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: { session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
    },
    transform: (document) => {
      const { schema, url } = jsonSchemaTransform(document);
      if (!url.startsWith('/v1/') || url.startsWith('/v1/session/') || url === '/v1/progress')
        return { schema, url };
      return { schema: { ...schema, security: [{ session: [] }] }, url };
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) return document.swaggerObject;
      return withProblems(document.openapiObject);
    },
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

type OpenApi = Extract<Parameters<SwaggerTransformObject>[0], { openapiObject: unknown }>['openapiObject'];

/** Every operation may answer a problem document. */
function withProblems(document: OpenApi): OpenApi {
  const content = { 'application/problem+json': { schema: z.toJSONSchema(Problem) } };
  const paths = Object.fromEntries(
    Object.entries(document.paths ?? {}).map(([path, operations]) => [
      path,
      Object.fromEntries(
        Object.entries(operations as Record<string, { responses?: object }>).map(([method, operation]) => [
          method,
          {
            ...operation,
            responses: { ...operation.responses, default: { description: 'What went wrong', content } },
          },
        ]),
      ),
    ]),
  );
  return { ...document, paths };
}
