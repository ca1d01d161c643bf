import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Audience, canOpen, type Reader, visibilities } from '../../core/model/access.ts';
import { newId } from '../../drizzle/ids.ts';
import { openTo, openToAllOf, visibleTo } from '../../drizzle/queries/visibility.ts';
import { sessions } from '../../drizzle/schema/sessions.ts';
import { users } from '../../drizzle/schema/users.ts';
import { makeSession, makeUser } from '../factories.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const teams = [null, 'sales', 'data', ''] as const;
const [ann, bob] = [newId(), newId()];
const audiences: Audience[] = visibilities.flatMap((visibility) =>
  teams.flatMap((team) => [ann, bob].map((ownerId) => ({ visibility, team, ownerId }))),
);
const readers: Reader[] = teams.flatMap((team) =>
  (['member', 'admin'] as const).map((role) => ({ id: ann, role, team })),
);

let database: TestDatabase;
const stored: { id: string; audience: Audience; isDeleted: boolean }[] = [];
beforeAll(async () => {
  database = await openTestDatabase();
  for (const id of [ann, bob]) await makeUser(database.db, { id });
  for (const audience of audiences)
    for (const isDeleted of [false, true]) {
      const { id } = await makeSession(database.db, {
        ...audience,
        deletedAt: isDeleted ? new Date() : null,
      });
      stored.push({ id, audience, isDeleted });
    }
});
afterAll(() => database.close());

test.each(readers)('SQL and canOpen agree on what %j may open', async (reader) => {
  const open = stored.filter(({ audience }) => canOpen(reader, audience));
  const found = await database.db.select({ id: sessions.id }).from(sessions).where(openTo(reader));
  expect(new Set(found.map(({ id }) => id))).toEqual(new Set(open.map(({ id }) => id)));
  const visible = await database.db.select({ id: sessions.id }).from(sessions).where(visibleTo(reader));
  const kept = open.filter(({ isDeleted }) => !isDeleted);
  expect(new Set(visible.map(({ id }) => id))).toEqual(new Set(kept.map(({ id }) => id)));
});

describe.each(teams)('where the owner is in the team %j', (team) => {
  test.each(audiences)('what all may open who may open %j is what each of them may', async (audience) => {
    await database.db.update(users).set({ team });
    const everyone: Reader[] = [
      ...[ann, bob].map((id) => ({ id, role: 'member' as const, team })),
      ...teams.map((other) => ({ id: newId(), role: 'member' as const, team: other })),
    ];
    const itsReaders = everyone.filter((reader) => canOpen(reader, audience));
    const open = stored.filter(
      ({ audience: other, isDeleted }) => !isDeleted && itsReaders.every((reader) => canOpen(reader, other)),
    );
    const found = await database.db.select({ id: sessions.id }).from(sessions).where(openToAllOf(audience));
    expect(new Set(found.map(({ id }) => id))).toEqual(new Set(open.map(({ id }) => id)));
  });
});

test('the condition keeps its meaning beside others', async () => {
  const stranger: Reader = { id: newId(), role: 'member', team: null };
  const isPrivate = eq(sessions.visibility, 'private');
  expect(
    await database.db
      .select()
      .from(sessions)
      .where(and(isPrivate, visibleTo(stranger))),
  ).toEqual([]);
});
