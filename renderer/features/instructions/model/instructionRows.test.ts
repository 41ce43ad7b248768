import { describe, expect, it } from 'vitest';
import type { Instruction } from '#protocol/field/instructions.ts';
import type { CourtCode, InstructionId, UnitId } from '#protocol/nouns/ids.ts';
import { recentTexts, sheetsOf, wantsAttention } from './instructionRows.ts';

const MINUTE = 60_000;
let count = 0;
function one(more: Partial<Instruction> = {}): Instruction {
  count += 1;
  const instructionId = `i${count}` as InstructionId;
  const state = more.state ?? 'sent';
  const sentAt = more.sentAt ?? 1_000;
  return {
    instructionId, sheetId: instructionId, courtCode: '闽0203' as CourtCode, number: `〔2026〕闽02现场${count}号`, fromCourtCode: '闽02' as CourtCode, fromCourtName: '厦门市中级人民法院', fromName: '林', unitId: `u${count}` as UnitId,
    operationId: null, alarmId: null, severity: 'notice', text: '待命', place: null, documents: [], acceptBy: null, sentAt, state, steps: [{ state, at: sentAt, saidAt: null, name: '', way: 'device', words: null }], version: 1, ...more,
  };
}

describe('sheets', () => {
  it('hold what one act sent, in the order of the numbers', () => {
    const sheetId = 'sheet' as InstructionId;
    const [ten, nine] = [one({ sheetId, number: '〔2026〕闽02现场10号' }), one({ sheetId, number: '〔2026〕闽02现场9号', state: 'done' })];
    expect(sheetsOf([ten, nine], 'open')).toEqual([{ sheetId, instructions: [nine, ten], isOpen: true }]);
  });

  it('stand in the order of their pressing: what runs out first, then the newest, then what is over', () => {
    const old = one({ sentAt: 1 });
    const fresh = one({ sentAt: 9 });
    const pressing = one({ sentAt: 2, acceptBy: 5 * MINUTE });
    const urgent = one({ sentAt: 3, acceptBy: MINUTE });
    const accepted = one({ sentAt: 8, acceptBy: 1, state: 'accepted' });
    const over = one({ sentAt: 99, state: 'lapsed' });
    const all = [old, over, fresh, accepted, pressing, urgent];
    expect(sheetsOf(all, 'all').map(({ sheetId }) => sheetId)).toEqual([urgent, pressing, fresh, accepted, old, over].map(({ sheetId }) => sheetId));
    expect(sheetsOf(all, 'open')).toHaveLength(5);
  });
});

describe('attention', () => {
  it('is asked for what was refused or lapsed, for a quarter of an hour, and for what is unread after half its time', () => {
    expect(wantsAttention(one({ state: 'refused' }), 2 * MINUTE)).toBe('refused');
    expect(wantsAttention(one({ state: 'lapsed' }), 20 * MINUTE)).toBeNull();
    const unread = one({ sentAt: 0, acceptBy: 10 * MINUTE, state: 'delivered' });
    expect([wantsAttention(unread, 4 * MINUTE), wantsAttention(unread, 6 * MINUTE)]).toEqual([null, 'unread']);
    expect(wantsAttention({ ...unread, state: 'read' }, 6 * MINUTE)).toBeNull();
    expect(wantsAttention(one({ state: 'sent' }), 60 * MINUTE)).toBeNull();
  });
});

it('words that were sent from here lately are offered once each, the newest first', () => {
  const texts = ['甲', '乙', '甲', '丙'].map((text, at) => one({ text, sentAt: at }));
  expect(recentTexts([...texts, one({ text: '别院', fromCourtCode: '闽06' as CourtCode })], '闽02')).toEqual(['丙', '甲', '乙']);
});
