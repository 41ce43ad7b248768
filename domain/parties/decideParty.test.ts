import { expect, it } from 'vitest';
import { concludeOperation } from '../operations/decideOperation.ts';
import { after, hallWithOperation, operationIdOf, partyIdOf } from '../operations/operationRig.ts';
import { addParty, changeParty, openParty } from './decideParty.ts';

const hall = hallWithOperation();
const personal = { name: '柯大明', idNumber: '350203199001011234', phone: '13912345678', address: '思明区某路1号' };
const said = { kind: 'person' as const, gender: 'male' as const, minor: false, personal };
const partyId = partyIdOf(1);
const added = addParty(hall, { operationId: operationIdOf(1), ...said }, partyId);
const state = after(hall, added);

it('is in the log by the masked name alone', () => {
  expect(added.events).toEqual([{ name: 'party.added', subject: `party/${partyId}`, courtCode: '闽0203', data: { operationId: operationIdOf(1), kind: 'person', gender: 'male', minor: false, maskedName: '柯某某' } }]);
  const changed = changeParty(state, { partyId, expectedVersion: 1, ...said, minor: true });
  expect(changed.events[0]?.data).toMatchObject({ maskedName: '某未成年人', minor: true });
  const firm = changeParty(state, { partyId, expectedVersion: 1, ...said, kind: 'organisation', minor: true, personal: { ...personal, name: '厦门鑫达贸易有限公司' } });
  expect(firm.events[0]?.data).toMatchObject({ maskedName: '厦门某公司', minor: false });
  const looked = openParty(state, { partyId, purpose: '核对身份' });
  expect(looked.events).toEqual([{ name: 'personal.opened', subject: `party/${partyId}`, courtCode: '闽0203', data: { what: 'party', purpose: '核对身份' } }]);
});

it('belongs to an operation that goes on, and is changed as it was read', () => {
  expect(() => addParty(hall, { operationId: operationIdOf(9), ...said }, partyId)).toThrow(expect.objectContaining({ code: 'notFound' }));
  expect(() => changeParty(state, { partyId, expectedVersion: 0, ...said })).toThrow(expect.objectContaining({ code: 'conflict' }));
  const over = after(state, concludeOperation(state, { operationId: operationIdOf(1), expectedVersion: 1, conclusion: '完毕' }));
  expect(() => changeParty(over, { partyId, expectedVersion: 1, ...said })).toThrow(expect.objectContaining({ code: 'operationOver' }));
  expect(openParty(over, { partyId, purpose: '核对身份' }).events).toHaveLength(1);
  expect(() => openParty(hall, { partyId, purpose: '核对身份' })).toThrow(expect.objectContaining({ code: 'notFound' }));
});
