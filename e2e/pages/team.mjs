// A team: who is in it, its meeting types, and the states its pages can be in.

import { Platform } from '../clients/platform.mjs';
import { dateIn, server, unique, uniqueEmail } from '../clients/server.mjs';

const platform = new Platform(server);

/** A workspace with two hosts; `types` are its meeting types, which have them in their queues. */
export async function makeTeam() {
  const workspace = await platform.post('/v4/workspace', { name: `Crystallography ${unique('lab')}` });
  const hosts = [];
  for (const [givenName, familyName] of [
    ['Dorothy', 'Hodgkin'],
    ['Kathleen', 'Lonsdale'],
  ]) {
    const email = uniqueEmail('team');
    const { userId } = await platform.createUser({ email, givenName, familyName, timezone: 'Europe/Berlin' });
    hosts.push({ userId, name: `${givenName} ${familyName}` });
  }
  const type = async (name, meetingOptions = {}) => {
    const body = { name, duration: 30, workspaceId: workspace.id, meetingOptions };
    const made = await platform.post('/v4/meeting-type', body);
    const users = hosts.map(({ userId }) => ({ userId }));
    await platform.patch(`/v4/queue/meeting-type/${made.id}`, { users });
    return { id: made.id, queueId: made.queueId, path: new URL(made.bookingUrl).pathname };
  };
  return {
    hosts,
    types: {
      any: await type('Ask the lab'),
      choice: await type('Ask one of us', { allowHostSelection: true }),
      must: await type('Ask whom you know', { forceHostSelection: true }),
    },
  };
}

/** The first free start of a type. */
export async function firstStart(type) {
  const { availableSlots } = await platform.availability(type.id, dateIn(2), dateIn(30));
  return availableSlots[0].start;
}

/** Every state of a team's pages by name, with its path. */
export async function teamPaths() {
  const { types } = await makeTeam();
  const at = encodeURIComponent(await firstStart(types.choice));
  const slug = (await platform.get(`/v4/queue/${types.choice.queueId}`)).users[1].slug;
  return [
    ['team', types.any.path],
    ['team-choice', types.choice.path],
    ['team-chosen', `${types.choice.path}?host=${slug}`],
    ['team-chosen-embedded', `${types.choice.path}?host=${slug}&embed=true`],
    ['team-must', types.must.path],
    ['team-form', `${types.choice.path}?host=${slug}&start=${at}`],
  ];
}
