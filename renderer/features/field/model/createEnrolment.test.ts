import { describe, expect, it } from 'vitest';
import type { RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { UnitEnrolment } from '../../../platform/unitEnrolment.ts';
import { createEnrolment } from './createEnrolment.ts';

type Answer = RequestOutput<'session.redeemCode'>;
const answer = { token: 'unit-token', tokenId: '0190a0b0-0000-7000-8000-000000000001', expiresAt: 1, role: 'unit', name: '思明一号' } as unknown as Answer;

function setUp(options: { linkToken?: string; kept?: UnitEnrolment; code?: string } = {}) {
  const kept: { enrolment: UnitEnrolment | null; code: string | null } = { enrolment: options.kept ?? null, code: options.code ?? null };
  const exchange: { answer: () => Promise<Answer> } = { answer: async () => answer };
  const enrolment = createEnrolment({
    store: {
      get code() { return kept.code; },
      get kept() { return kept.enrolment; },
      keep: (taken) => { kept.enrolment = taken; kept.code = null; },
      dropCode: () => { kept.code = null; },
    },
    linkToken: options.linkToken ?? null,
    exchange: () => exchange.answer(),
    log: () => undefined,
  });
  return { kept, exchange, enrolment, state: () => enrolment.state.getState() };
}

describe('which unit a device is', () => {
  it('is told by a code, and kept', async () => {
    const { enrolment, state, kept } = setUp({ code: '4F7K-29QX' });
    expect(state()).toMatchObject({ token: null, name: null, code: '4F7K-29QX' });
    expect(await enrolment.redeem(state().code)).toBe(true);
    expect(state()).toMatchObject({ token: 'unit-token', name: '思明一号', problem: null, code: '' });
    expect(kept).toEqual({ enrolment: { token: 'unit-token', name: '思明一号' }, code: null });
  });

  it('is what it kept, or for this tab what a link says', () => {
    const kept = { token: 'kept', name: '思明一号' };
    expect(setUp({ kept }).state()).toMatchObject({ token: 'kept', name: '思明一号' });
    expect(setUp({ kept, linkToken: 'link' }).state()).toMatchObject({ token: 'link', name: null });
  });

  it('keeps the code over a lost network, and drops one that is no good', async () => {
    const { enrolment, exchange, state, kept } = setUp({ code: '4F7K-29QX' });
    exchange.answer = () => Promise.reject(new AppError('timedOut'));
    expect(await enrolment.redeem(state().code)).toBe(false);
    expect(state()).toMatchObject({ problem: 'disconnected', code: '4F7K-29QX', token: null });
    expect(kept.code).toBe('4F7K-29QX');
    exchange.answer = () => Promise.reject(new AppError('codeInvalid'));
    await enrolment.redeem(state().code);
    expect([state().problem, kept.code]).toEqual(['codeInvalid', null]);
    exchange.answer = () => Promise.reject(new Error('surprise'));
    await enrolment.redeem('X');
    expect(state().problem).toBe('other');
  });

  it('does not take a console\'s code for its own', async () => {
    const { enrolment, exchange, state, kept } = setUp();
    exchange.answer = async () => ({ ...answer, role: 'console' });
    await enrolment.redeem('4F7K-29QX');
    expect([state().problem, state().token, kept.enrolment]).toEqual(['forbidden', null, null]);
  });

  it('stays what it was when a new code fails', async () => {
    const { enrolment, exchange, state } = setUp({ kept: { token: 'kept', name: '思明一号' } });
    exchange.answer = () => Promise.reject(new AppError('codeInvalid'));
    await enrolment.redeem('X');
    expect(state()).toMatchObject({ token: 'kept', name: '思明一号', problem: 'codeInvalid' });
  });
});
