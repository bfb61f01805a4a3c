import type { ZscConnected } from '../../../server/contract/zsc.ts';
import { nullable, object, text } from './guard.ts';
import { isIntegrationState } from './integration-shape.ts';

export const isZscConnected = object<ZscConnected>({
  state: isIntegrationState,
  accountEmail: nullable(text),
});
