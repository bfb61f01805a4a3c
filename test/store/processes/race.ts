/** Process: waits for a moment common to all racers, then tries to get each of many leases; prints what it got. */
import { openNamed, say } from './open.ts';
import { minute, T0 } from '../suite/fixtures.ts';

const [place = '', owner = '', rounds = '0', startAt = '0'] = process.argv.slice(2);
const { store } = await openNamed(place);
await new Promise((resolve) => setTimeout(resolve, Number(startAt) - Date.now()));
for (let round = 0; round < Number(rounds); round++) {
  const org = store.forOrg(`race-${round}`);
  if (await org.lane.acquire(owner, T0, minute(1))) say(`lane ${round}`);
  if (await org.credentials.claimRefresh('crm', 1, T0, minute(1))) say(`refresh ${round}`);
}
await store.close();
say('done');
