/** Process: writes pairs, each with its intent closed in the same commit, and acknowledges every commit on stdout. */
import { openNamed, say } from './open.ts';
import { intent, link, T0 } from '../suite/fixtures.ts';

const [place = '', from = '0'] = process.argv.slice(2);
const org = (await openNamed(place)).store.forOrg('org');
for (let number = Number(from); ; number++) {
  const id = String(number);
  await org.intents.open([intent(id)]);
  say(`opened ${id}`);
  await org.transaction(async ({ links, intents, inbox }) => {
    await links.insertMany([link(id, `crm-${id}`)], T0);
    await inbox.mark([{ module: 'contacts', side: 'desk', recordId: id, reason: 'event' }], T0);
    await intents.close([id]);
  });
  say(`committed ${id}`);
}
