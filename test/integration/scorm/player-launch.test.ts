/** Tickets, grants and passes: the way in, and everything that must not be one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKeys } from '../../../src/platform/auth';
import { newId } from '../../../src/platform/db';
import {
  embeddedIn,
  entry,
  grantIn,
  openContentServer,
  smallZip,
  type ContentServer,
  type Visit,
} from '../../support/content-server';

let server: ContentServer;
let object: { id: string; versionId: string };
let other: { id: string; versionId: string };
const now = { at: new Date('2026-06-15T12:00:00Z') };
const clock = { now: () => now.at, today: () => '2026-06-15' as never };
const later = (seconds: number): void => void (now.at = new Date(now.at.getTime() + seconds * 1000));

beforeAll(async () => {
  server = await openContentServer({ clock });
  object = await server.addPackage(smallZip({ 'secret-a.txt': 'of A' }));
  other = await server.addPackage(smallZip({ 'secret-b.txt': 'of B' }, 'Other'));
});
afterAll(() => server.close());

const commit = (visit: Visit, over: Partial<Visit> = {}) =>
  server.say({ ...visit, ...over }, 'commit', {
    session: visit.start.session,
    entries: [entry(1, { 'cmi.core.lesson_location': '1' })],
  });

describe('the way in', () => {
  test('a ticket becomes a grant, a cookie, a clean address and a player page', async () => {
    const started = await server.startLaunch(server.registration(object));
    expect(started.launcherUrl).toBe('http://content.localhost:8081/launch');
    const launched = await server.post(started.launcherUrl, { ticket: started.ticket });
    expect(launched.status).toBe(200);
    const { action, grant } = grantIn(launched);
    expect(action).toMatch(/^http:\/\/p[a-z2-7]{26}\.content\.localhost:8081\/enter$/);
    expect(launched.headers['content-security-policy']).toContain(`form-action ${new URL(action).origin};`);
    expect(launched.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    const entered = await server.post(action, { grant });
    expect(entered.status).toBe(303);
    expect(entered.headers.location).toBe(`/a/${started.attemptId}`);
    const [cookie = ''] = entered.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).toContain('Max-Age=43200');
    expect(cookie).not.toContain('Domain');
    const page = await server.ask(`${new URL(action).origin}/a/${started.attemptId}`, {
      headers: { Cookie: cookie.split(';')[0] ?? '' },
    });
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/,
    );
    expect(page.headers['cache-control']).toBe('no-store');
    const start = embeddedIn<Visit['start']>(page, 'start');
    expect(start).toMatchObject({
      attempt: started.attemptId,
      mode: 'normal',
      title: 'Small',
      nextSequence: 1,
      delivery: { activity: 'I', url: '/files/index.html' },
    });
    expect(page.text).not.toContain('learner-ann');
  });

  test('a reload is a new session; what the older one still says is kept and told that it is superseded', async () => {
    const visit = await server.visit(server.registration(object));
    const again = await server.open(visit);
    expect(again.session).not.toBe(visit.start.session);
    const late = await commit(visit);
    expect(late.status).toBe(200);
    expect(late.json()).toMatchObject({ acknowledged: [1], superseded: true });
    const fresh = await server.say(visit, 'commit', {
      session: again.session,
      entries: [entry(1, { 'cmi.core.lesson_location': '2' })],
    });
    expect(fresh.json()).toMatchObject({ acknowledged: [1], superseded: false });
    expect((await server.open(visit)).delivery?.cmi['cmi.core.lesson_location']).toBe('2');
  });

  test('two accounts, and two versions, have package origins of their own', async () => {
    const origins = new Set<string>();
    for (const [which, learnerKey] of [
      [object, 'learner-ann'],
      [object, 'learner-ben'],
      [other, 'learner-ann'],
    ] as const)
      origins.add((await server.visit(server.registration(which, { learnerKey }))).origin);
    expect(origins.size).toBe(3);
  });

  test('a script may open the address with the ticket; looking at it uses nothing up', async () => {
    const started = await server.startLaunch(server.registration(object), { seconds: 600 });
    later(300);
    const page = await server.ask(started.url);
    expect(page.status).toBe(200);
    const ticket = /name="ticket" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    expect((await server.post(started.launcherUrl, { ticket })).status).toBe(200);
  });

  test('content that is named with markup does not end the embedded JSON', async () => {
    const named = await server.addPackage(smallZip({}, '&lt;/script&gt;&lt;b&gt;'));
    const visit = await server.visit(server.registration(named));
    expect(visit.start.title).toBe('</script><b>');
  });
});

describe('what is no way in', () => {
  const refusedLaunch = async (ticket: string): Promise<number> => {
    const answer = await server.post('http://content.localhost:8081/launch', { ticket });
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.text).toContain('Your course did not open');
    expect(answer.headers['set-cookie']).toBeUndefined();
    return answer.status;
  };

  test('missing, wrong, forged, expired and replayed tickets', async () => {
    const { ticket } = await server.startLaunch(server.registration(object));
    expect(await refusedLaunch('')).toBe(410);
    expect(await refusedLaunch('a.b')).toBe(410);
    expect(await refusedLaunch(`${ticket.slice(0, -2)}AA`)).toBe(410);
    const [body = ''] = ticket.split('.');
    expect(
      await refusedLaunch(createKeys(Buffer.alloc(32, 8)).sign('launch', { body }, new Date(now.at.getTime() + 9e5))),
    ).toBe(410);
    const [one, two] = await Promise.all(
      [1, 2].map(() => server.post('http://content.localhost:8081/launch', { ticket })),
    );
    expect([one?.status, two?.status].sort()).toEqual([200, 409]);
    const late = await server.startLaunch(server.registration(object));
    later(61);
    expect(await refusedLaunch(late.ticket)).toBe(410);
  });

  test('texts signed for another purpose', async () => {
    const started = await server.startLaunch(server.registration(object));
    const { action, grant } = grantIn(await server.post(started.launcherUrl, { ticket: started.ticket }));
    expect(await refusedLaunch(grant)).toBe(410);
    expect((await server.post(action, { grant: started.ticket })).status).toBe(410);
    const flush = server.keys.sign(
      'grant:flush',
      { nonce: newId(), until: now.at.getTime() + 1e4, pass: {} },
      new Date(now.at.getTime() + 1e4),
    );
    expect((await server.post(action, { grant: flush })).status).toBe(410);
    const entered = await server.post(action, { grant });
    expect(entered.status).toBe(303);
    const cookie = String(entered.headers['set-cookie']?.[0]).split(';')[0] ?? '';
    expect((await server.post(action, { grant: cookie.split('=')[1] ?? '' })).status).toBe(410);
  });

  test('grants that are replayed, too old, or taken to another package origin', async () => {
    const launched = async () => {
      const started = await server.startLaunch(server.registration(object));
      return grantIn(await server.post(started.launcherUrl, { ticket: started.ticket }));
    };
    const first = await launched();
    const b = await server.visit(server.registration(other));
    expect((await server.post(`${b.origin}/enter`, { grant: first.grant })).status).toBe(410);
    expect((await server.post(first.action, { grant: first.grant })).status).toBe(303);
    expect((await server.post(first.action, { grant: first.grant })).status).toBe(409);
    const second = await launched();
    later(31);
    expect((await server.post(second.action, { grant: second.grant })).status).toBe(410);
  });

  test('launcher and package origins do not answer for each other', async () => {
    const visit = await server.visit(server.registration(object));
    expect((await server.post(`${visit.origin}/launch`, { ticket: 'x' })).status).toBe(404);
    expect((await server.post('http://content.localhost:8081/enter', { grant: 'x' })).status).toBe(404);
    expect(
      (await server.ask(`http://content.localhost:8081/files/index.html`, { headers: { Cookie: visit.cookie } }))
        .status,
    ).toBe(404);
    expect(
      (await server.ask(`http://content.localhost:8081/a/${visit.attempt}`, { headers: { Cookie: visit.cookie } }))
        .status,
    ).toBe(404);
    expect((await server.ask('http://evil.example:8081/launch')).status).toBe(421);
  });

  test('the cookie of package A on the origin of B opens nothing', async () => {
    const a = await server.visit(server.registration(object));
    const b = await server.visit(server.registration(other));
    const headers = { Cookie: a.cookie };
    expect((await server.ask(`${b.origin}/files/secret-b.txt`, { headers })).status).toBe(401);
    expect((await server.ask(`${b.origin}/a/${a.attempt}`, { headers })).status).toBe(401);
    expect((await commit(a, { origin: b.origin })).status).toBe(401);
    const renamed = `preceptor_play_${b.attempt}=${a.cookie.split('=')[1]}`;
    expect((await commit(b, { cookie: renamed })).status).toBe(401);
  });

  test('the cookie of one attempt does not commit to another, not even on the same origin', async () => {
    const x = await server.visit(server.registration(object));
    const y = await server.visit(server.registration(object));
    expect(x.origin).toBe(y.origin);
    const foreign = await commit(y, { cookie: x.cookie });
    expect(foreign.status).toBe(401);
    expect(foreign.json()).toMatchObject({ code: 'not-signed-in' });
    // Its own address with the session of the other: nothing is taken.
    const mixed = await server.say(x, 'commit', {
      session: y.start.session,
      entries: [entry(1, { 'cmi.core.lesson_location': 'x' })],
    });
    expect(mixed.status).toBe(404);
    const moved = await server.say(x, 'navigate', {
      session: y.start.session,
      entries: [],
      request: { type: 'exitAll' },
    });
    expect(moved.status).toBe(404);
    const kept = await server.fresh.asOwner('select closed_at from attempt_session where id = $1', [y.start.session]);
    expect(kept).toEqual([{ closed_at: null }]);
    expect((await commit(y, { cookie: `${x.cookie}; ${y.cookie}` })).status).toBe(200);
  });

  test('cookies that are forged, tossed or expired', async () => {
    const visit = await server.visit(server.registration(object));
    const name = visit.cookie.split('=')[0] ?? '';
    expect((await commit(visit, { cookie: '' })).status).toBe(401);
    expect((await commit(visit, { cookie: `${visit.cookie.slice(0, -2)}AA` })).status).toBe(401);
    // A sibling can put a cookie of the same name in front of ours: it does not hide it.
    expect((await commit(visit, { cookie: `${name}=tossed; ${visit.cookie}; ${name}=also` })).status).toBe(200);
    later(12 * 3600 + 1);
    expect((await commit(visit)).status).toBe(401);
    const page = await server.ask(`${visit.origin}/a/${visit.attempt}`, { headers: { Cookie: visit.cookie } });
    expect(page.status).toBe(401);
    expect(page.text).toContain('what you did is kept');
  });

  test('a flood of cookies is told so and stops nobody', async () => {
    const visit = await server.visit(server.registration(object));
    const flood = await server.ask(`${visit.origin}/a/${visit.attempt}`, { headers: { Cookie: 'x=1; '.repeat(8000) } });
    expect(flood.status).toBe(431);
    expect((await commit(visit)).status).toBe(200);
  });

  test('prefetches, frames and scripts do not open a session', async () => {
    const visit = await server.visit(server.registration(object));
    for (const headers of [
      { 'Sec-Purpose': 'prefetch' },
      { 'Sec-Fetch-Dest': 'iframe' },
      { 'Sec-Fetch-Dest': 'empty' },
    ])
      expect(
        (await server.ask(`${visit.origin}/a/${visit.attempt}`, { headers: { Cookie: visit.cookie, ...headers } }))
          .status,
      ).toBe(403);
    const head = await server.ask(`${visit.origin}/a/${visit.attempt}`, {
      method: 'HEAD',
      headers: { Cookie: visit.cookie },
    });
    expect(head.status).toBe(200);
    const sessions = await server.fresh.asOwner('select generation from attempt_session where attempt_id = $1', [
      visit.attempt,
    ]);
    expect(sessions).toHaveLength(1);
  });

  test('service worker scripts', async () => {
    const visit = await server.visit(server.registration(object));
    const answer = await server.ask(`${visit.origin}/files/index.html`, {
      headers: { Cookie: visit.cookie, 'Service-Worker': 'script' },
    });
    expect(answer.status).toBe(403);
  });
});

describe('what an earlier visit left', () => {
  test('the launcher opens a few hidden frames on this learner’s other package origins', async () => {
    const learnerKey = 'learner-cat';
    const earlier = await server.visit(server.registration(other, { learnerKey }));
    await server.visit(server.registration(other, { learnerKey: 'learner-dan' }));
    const started = await server.startLaunch(server.registration(object, { learnerKey }));
    const launched = await server.post(started.launcherUrl, { ticket: started.ticket });
    const { frames } = embeddedIn<{
      frames: { url: string; journalKey: string; grants: { attempt: string; grant: string }[] }[];
    }>(launched, 'flush');
    expect(frames.map(({ url }) => url)).toEqual([`${earlier.origin}/flush`]);
    expect(frames[0]?.journalKey).toBe(earlier.start.journalKey);
    expect(launched.headers['content-security-policy']).toContain(`frame-src ${earlier.origin};`);

    const frame = await server.ask(`${earlier.origin}/flush`);
    expect(frame.headers['content-security-policy']).toContain('frame-ancestors http://content.localhost:8081');
    const [given] = frames[0]?.grants ?? [];
    const exchange = (grant: unknown, headers = {}) =>
      server.ask(`${earlier.origin}/flush`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin', ...headers },
        body: JSON.stringify({ grant }),
      });
    expect((await exchange(given?.grant, { 'Sec-Fetch-Site': 'same-site' })).status).toBe(403);
    expect((await exchange(7)).status).toBe(410);
    const exchanged = await exchange(given?.grant);
    expect(exchanged.status).toBe(200);
    const cookie = String(exchanged.headers['set-cookie']?.[0]).split(';')[0] ?? '';
    expect((await commit(earlier, { cookie })).json()).toMatchObject({ acknowledged: [1] });
    expect((await exchange(given?.grant)).status).toBe(409);
  });

  test('no more than five frames', async () => {
    const learnerKey = 'learner-eve';
    for (let count = 0; count < 7; count += 1)
      await server.visit(
        server.registration(await server.addPackage(smallZip({ [`${count}.txt`]: 'x' }, `No ${count}`)), {
          learnerKey,
        }),
      );
    const started = await server.startLaunch(server.registration(object, { learnerKey }));
    const launched = await server.post(started.launcherUrl, { ticket: started.ticket });
    expect(embeddedIn<{ frames: unknown[] }>(launched, 'flush').frames).toHaveLength(5);
  });
});
