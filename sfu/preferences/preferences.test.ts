import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JournalError } from '../ports/journal.ts';
import { newId, openTestSession, openTestStores } from '../testing/testLog.ts';
import { createPreferences, type Preferences } from './preferences.ts';

const key = 'desk.layouts' as const;
let preferences: Preferences;
let opened: Awaited<ReturnType<typeof openTestStores>>;
let at = 0;

beforeAll(async () => {
  opened = await openTestStores();
  preferences = createPreferences({ stores: opened.stores, now: () => at });
});
afterAll(() => opened.dispose());

const desk = (userId = newId.user()) => openTestSession({ userId }).session;

describe('preferences', () => {
  it('follow the person to another desk, and are nobody else’s', async () => {
    const userId = newId.user();
    at = 5;
    expect(await preferences.handlers['preference.read']({ key }, desk(userId))).toEqual({ preference: null });
    const saved = await preferences.handlers['preference.save']({ key, value: '{"a":1}', expectedRevision: 0 }, desk(userId));
    expect(saved).toEqual({ saved: true, preference: { key, value: '{"a":1}', revision: 1, savedAt: 5 } });
    expect(await preferences.handlers['preference.read']({ key }, desk(userId))).toEqual({ preference: saved.preference });
    expect(await preferences.handlers['preference.read']({ key }, desk())).toEqual({ preference: null });
  });

  it('offers the newest to the desk that did not know it, and keeps that', async () => {
    const userId = newId.user();
    const save = (value: string, expectedRevision: number) => preferences.handlers['preference.save']({ key, value, expectedRevision }, desk(userId));
    await save('"first"', 0);
    await save('"second"', 1);
    for (const expectedRevision of [0, 1, 3]) {
      expect(await save('"late"', expectedRevision)).toMatchObject({ saved: false, preference: { value: '"second"', revision: 2 } });
    }
    expect(await save('"third"', 2)).toMatchObject({ saved: true, preference: { value: '"third"', revision: 3 } });
  });

  it('are no machine’s', async () => {
    const machine = openTestSession({ deviceId: newId.device() }).session;
    await expect(preferences.handlers['preference.read']({ key }, machine)).rejects.toMatchObject({ code: 'notFound' });
    await expect(preferences.handlers['preference.save']({ key, value: '', expectedRevision: 0 }, machine)).rejects.toMatchObject({ code: 'notFound' });
  });

  it('say so while the database is away', async () => {
    const away = () => Promise.reject(new JournalError('away', { cause: new Error('gone') }));
    const { handlers } = createPreferences({ stores: { preferences: { find: away, save: away } }, now: () => 0 });
    await expect(handlers['preference.read']({ key }, desk())).rejects.toMatchObject({ code: 'logUnavailable', params: { reason: 'databaseAway' } });
  });
});
