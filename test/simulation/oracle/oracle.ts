import type { World } from '../world/world.ts';
export function watchCalls(_world: World): void {}
export async function checkAtRest(_world: World): Promise<void> {}
