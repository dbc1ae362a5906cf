// A walk through what a page does: node build/main.js http://127.0.0.1:8080/graphql
import WebSocket from 'ws';

import { buttonsOf } from './buttons.js';
import { follow } from './changes.js';
import { newClient } from './client.js';
import { endCollaboration, startCollaboration, type Outcome, type Saved } from './collaboration.js';
import { adoptedBy, open, partnerList, registerPartner } from './partners.js';

const client = newClient(process.argv[2] ?? 'http://127.0.0.1:8080/graphql', WebSocket);
const say = (title: string, what: unknown) => console.log(`${title}: ${JSON.stringify(what)}`);

const list = partnerList(client, { coreTasks: ['BEHEERDER'] }, 10);
const first = await list.start();
const both = await list.more();
say('a page, and one more', [first.length, both.length, new Set(both).size, both.slice(0, 10).join() === first.join()]);

for (const asOf of ['2019-03-05', '2019-03-06', null, '2019-03-05']) {
  say(`Kustwacht at ${asOf ?? 'today'}`, await adoptedBy(client, 'kustwacht-nederland', asOf));
}
say('a link to a date', await open(client, 'Partner:kustwacht-nederland@2019-03-06'));

const grey = (await buttonsOf(client, 'Partner:kustwacht-nederland', null)).filter(({ enabled }) => !enabled);
say('buttons that are grey', grey.map(({ action, hint }) => [action, hint]));

const partnerKey = await registerPartner(client, { name: `Proef ${Date.now()}`, coreTasks: ['BEHEERDER'] });
if (!partnerKey) throw new Error('no partner was registered');
const form = { regionCode: 'VR07', partnerKey, since: '2026-01-01' };
say('a profile that does not suit', refusedBy(await startCollaboration(client, { ...form, profile: 'STANDBY' })));
const started = savedBy(await startCollaboration(client, { ...form, profile: 'KOPPEL' }));
const told = new Promise<string[]>((resolve) => {
  const stop = follow(client, started.version - 1, (_revision, subjects) => {
    stop();
    resolve(subjects);
  });
});
say('told of the collaboration', (await told).includes(started.id));
say('ended in an old version', refusedBy(await endCollaboration(client, { ...started, version: 1 }, '2026-06-01', 'proef')));
const ended = savedBy(await endCollaboration(client, started, '2026-06-01', 'proef'));
say('ended', ended.id === started.id && ended.version > started.version);
client.stop();
process.exit(0);

function savedBy(outcome: Outcome): Saved {
  if ('saved' in outcome) return outcome.saved;
  throw new Error(`refused: ${JSON.stringify(outcome.refused)}`);
}

function refusedBy(outcome: Outcome): string[][] {
  return 'refused' in outcome ? outcome.refused.map(({ code, reason, problems }) => [code, reason, ...(problems ?? []).map(({ field }) => field)]) : [];
}
