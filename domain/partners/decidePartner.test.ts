import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { CourtCode, PartnerId } from '#protocol/nouns/ids.ts';
import type { Decision } from '../decision/decision.ts';
import { fold, nextVersion } from '../hallState/fold.ts';
import { EMPTY_STATE, snapshotOf, stateOf, type HallState } from '../hallState/hallState.ts';
import { addPartner, changePartner, closePartner, renewPartnerKeys, speaksFor } from './decidePartner.ts';

const COURT = '闽' as CourtCode;
const idOf = (number: number) => `00000000-0000-4000-8000-9${String(number).padStart(11, '0')}` as PartnerId;
const FACTS = { name: '浙江高院执行指挥中心', province: '浙江', courts: ['杭州市西湖区人民法院'], webhookUrl: 'https://zhejiang.test/hooks', authorityPem: null };

/** A log of its own: events as they are appended and folded. */
class Log {
  state: HallState = EMPTY_STATE;
  #sequence = 0;

  run<Answer>(decide: (state: HallState) => Decision<Answer>): Answer {
    const { events, answer } = decide(this.state);
    for (const event of events) {
      const version = nextVersion(this.state, event.name, event.subject);
      this.state = fold(this.state, { ...event, sequence: ++this.#sequence, at: this.#sequence, version, actor: { kind: 'hall' } } as never);
    }
    return answer(this.state);
  }

  add(number: number, change: Partial<typeof FACTS> = {}) {
    return this.run((state) => addPartner(state, { ...FACTS, ...change, partnerId: idOf(number), courtCode: COURT })).partner;
  }
}

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

describe('partners', () => {
  it('are known with where they want to be told, by the log and by its snapshot', () => {
    const log = new Log();
    expect(log.add(1)).toEqual({ partnerId: idOf(1), courtCode: COURT, ...FACTS, keysRenewedAt: 1, closed: null, version: 1 });
    log.run((state) => changePartner(state, { ...FACTS, webhookUrl: null, partnerId: idOf(1), expectedVersion: 1 }));
    log.run((state) => renewPartnerKeys(state, { partnerId: idOf(1), expectedVersion: 2, oldEndAt: 9 }));
    expect(log.state.partners.get(idOf(1))).toMatchObject({ webhookUrl: null, keysRenewedAt: 3, version: 3 });
    expect(snapshotOf(stateOf(snapshotOf(log.state))).partners).toEqual(snapshotOf(log.state).partners);
  });

  it('speak for a court alone, and for theirs alone', () => {
    const log = new Log();
    log.add(1);
    expect(codeOf(() => log.add(2, { name: '另一中心' }))).toBe('partnerTaken');
    expect(codeOf(() => log.add(2, { courts: ['宁波市中级人民法院'] }))).toBe('partnerTaken');
    log.add(2, { name: '江西高院执行指挥中心', province: '江西', courts: ['赣州市中级人民法院'] });
    expect(codeOf(() => log.run((state) => changePartner(state, { ...FACTS, partnerId: idOf(2), expectedVersion: 1 })))).toBe('partnerTaken');
    const speaks = (number: number, courtName: string) => speaksFor(log.state, { kind: 'outside', partnerId: idOf(number), courtName });
    expect([speaks(1, '杭州市西湖区人民法院'), speaks(2, '杭州市西湖区人民法院'), speaks(3, '杭州市西湖区人民法院')]).toEqual([true, false, false]);
  });

  it('that were closed stay closed, and leave their courts to another', () => {
    const log = new Log();
    log.add(1);
    expect(codeOf(() => log.run((state) => closePartner(state, { partnerId: idOf(1), expectedVersion: 7, reason: '系统停用' })))).toBe('conflict');
    log.run((state) => closePartner(state, { partnerId: idOf(1), expectedVersion: 1, reason: '系统停用' }));
    expect(log.state.partners.get(idOf(1))?.closed).toEqual({ at: 2, reason: '系统停用' });
    expect(codeOf(() => log.run((state) => renewPartnerKeys(state, { partnerId: idOf(1), expectedVersion: 2, oldEndAt: null })))).toBe('partnerClosed');
    expect(speaksFor(log.state, { kind: 'outside', partnerId: idOf(1), courtName: FACTS.courts[0]! })).toBe(false);
    expect(log.add(2).partnerId).toBe(idOf(2));
  });
});
