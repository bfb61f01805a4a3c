import type * as z from 'zod/mini';
import type { Handshake, HandshakeDepartments, HandshakeQuery } from '../../server/contract/handshake.ts';
import type { ApiClient } from './api-client.ts';
import { isHandshake, isHandshakeDepartments } from './shapes/handshake-shape.ts';

export type HandshakeFilter = z.infer<typeof HandshakeQuery>;

export async function listDepartments(api: ApiClient, signal?: AbortSignal): Promise<HandshakeDepartments> {
  return api.get('/v1/handshake/departments', isHandshakeDepartments, {}, signal);
}

export async function readHandshake(
  api: ApiClient,
  departmentId: string,
  filter: HandshakeFilter,
  signal?: AbortSignal,
): Promise<Handshake> {
  return api.get(`/v1/handshake/${encodeURIComponent(departmentId)}`, isHandshake, filter, signal);
}
