import { createHash } from 'node:crypto';
import type { RequestInput } from '#protocol/contract.ts';
import type { Handlers } from '../ports/session.ts';
import { newCommandId } from './newCommandId.ts';
import type { RawClient } from './rawClient.ts';

/** What operations know of one court. */
export type OperationThings = { readonly operationId: string; readonly stepId: string; readonly partyId: string; readonly campaignId: string };
type Things = OperationThings & { readonly courtCode: string; readonly unitId: string; readonly feedId: string };

type Name = Extract<keyof Handlers, `${'campaign' | 'operation' | 'step' | 'party' | 'journal' | 'picture' | 'snapshot'}.${string}`>;
type Samples = { readonly [Each in Name]: (things: Things) => RequestInput<Each> };

/** A version that nothing has. */
const NEVER = 999_999;
const command = () => ({ commandId: newCommandId() });
const HOUR_MS = 3_600_000;

const NOBODYS_SNAPSHOT = '019a0000-0000-7000-8000-0000000000ee';

/** The smallest PNG. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const pictureId = createHash('sha256').update(PICTURE).digest('hex');
const picture = { pictureId, mimeType: 'image/png' as const, totalBytes: PICTURE.length, offset: 0, base64: PICTURE.toString('base64') };

const campaign = { name: '亮剑八闽', aim: '', from: '2026-11-01', to: '2026-12-31' };
const personal = { name: '柯大明', idNumber: '350203199001011234', phone: '13900000000', address: '思明区某路1号' };
const party = { kind: 'person' as const, gender: 'male' as const, minor: false, personal };
const plan = ({ unitId }: Pick<Things, 'unitId'>) => ({
  title: '夜间集中执行',
  campaignId: null,
  risk: 'low' as const,
  plannedFrom: Date.UTC(2026, 10, 23),
  plannedTo: Date.UTC(2026, 10, 23) + 8 * HOUR_MS,
  note: '',
  caseNumbers: [],
  place: { name: '思明区', position: null },
  teams: [{ team: 1, name: '一组', unitIds: [unitId], vehicles: [], members: [] }],
});
/** Refused because it ends when it begins, and so plans nothing. */
const noTime = { plannedTo: plan({ unitId: '' }).plannedFrom };

/** About operations and all that is part of them. */
export const OPERATION_SAMPLES: Samples = {
  'campaign.open': ({ courtCode }) => ({ ...command(), courtCode, ...campaign, to: '2026-10-01' }),
  'campaign.change': ({ campaignId }) => ({ ...command(), campaignId, expectedVersion: NEVER, ...campaign }),
  'campaign.close': ({ campaignId }) => ({ ...command(), campaignId, expectedVersion: NEVER, reason: '测试' }),
  'operation.plan': (things) => ({ ...command(), courtCode: things.courtCode, ...plan(things), ...noTime }),
  'operation.change': (things) => ({ ...command(), operationId: things.operationId, expectedVersion: NEVER, ...plan(things) }),
  'operation.checkIn': ({ operationId }) => ({ ...command(), operationId, team: 1, name: '林' }),
  'operation.advance': ({ operationId }) => ({ ...command(), operationId, expectedVersion: NEVER, to: 'assembled', reason: null }),
  'operation.conclude': ({ operationId }) => ({ ...command(), operationId, expectedVersion: NEVER, conclusion: '测试' }),
  'operation.callOff': ({ operationId }) => ({ ...command(), operationId, expectedVersion: NEVER, reason: '测试' }),
  'step.plan': ({ operationId, partyId }) => ({ ...command(), operationId, template: 'search', facts: [], partyId, caseNumber: null, team: 1, note: '' }),
  'step.showPaper': ({ stepId }) => ({ ...command(), stepId, paper: 'workCard', reference: '1号' }),
  'step.notePerson': ({ stepId }) => ({ ...command(), stepId, capacity: 'officer', who: '林' }),
  'step.askSignature': ({ stepId }) => ({ ...command(), stepId, expectedVersion: NEVER, reason: '测试' }),
  'step.sign': ({ stepId }) => ({ ...command(), stepId, expectedVersion: NEVER, reason: '测试' }),
  'step.refuseSignature': ({ stepId }) => ({ ...command(), stepId, expectedVersion: NEVER, reason: '测试' }),
  'step.begin': ({ stepId }) => ({ ...command(), stepId, expectedVersion: NEVER }),
  'step.except': ({ stepId }) => ({ ...command(), stepId, expectedVersion: NEVER, exception: 'toldButAbsent', reason: '测试' }),
  'step.giveNotice': ({ stepId }) => ({ ...command(), stepId, notice: 'othersKeptOut', text: '测试' }),
  'step.doItem': ({ stepId }) => ({ ...command(), stepId, item: 'recordMade', text: '', pictureId }),
  'step.explainGap': ({ stepId }) => ({ ...command(), stepId, fromAt: 1, text: '测试' }),
  'step.end': ({ stepId }) => ({ ...command(), stepId, expectedVersion: NEVER, outcome: 'done', results: {} }),
  'step.correct': ({ stepId }) => ({ ...command(), stepId, expectedVersion: NEVER, results: {}, reason: '测试' }),
  'step.abandon': ({ stepId }) => ({ ...command(), stepId, expectedVersion: NEVER, reason: '测试' }),
  'party.add': ({ operationId }) => ({ ...command(), operationId, ...party }),
  'party.change': ({ partyId }) => ({ ...command(), partyId, expectedVersion: NEVER, ...party }),
  'party.open': ({ partyId }) => ({ ...command(), partyId, purpose: '检查权限' }),
  'journal.note': ({ operationId, feedId }) => ({ ...command(), operationId, text: '测试', pictureIds: [pictureId], mark: { feedId, at: 1 } }),
  'journal.read': ({ operationId }) => ({ operationId, limit: 10 }),
  'picture.put': ({ operationId }) => ({ operationId, ...picture }),
  'snapshot.put': ({ feedId }) => ({ feedId, ...picture }),
  'snapshot.take': ({ feedId }) => ({ ...command(), feedId, pictureId, mimeType: 'image/png', takenAt: 1, capturedAt: null, widthPx: 1, heightPx: 1 }),
  'snapshot.list': ({ feedId }) => ({ feedId, limit: 10 }),
  'snapshot.read': () => ({ snapshotId: NOBODYS_SNAPSHOT, offset: 0 }),
  'picture.read': ({ operationId }) => ({ operationId, pictureId, offset: 0 }),
};

/** Makes one of each in a court, by somebody who may plan there. */
export async function openOperationThings(client: RawClient, { courtCode, unitId }: { readonly courtCode: string; readonly unitId: string }): Promise<OperationThings> {
  const { campaign: { campaignId } } = await client.request('campaign.open', { ...command(), courtCode, ...campaign });
  const { operation: { operationId } } = await client.request('operation.plan', { ...command(), courtCode, ...plan({ unitId }) });
  const { party: { partyId } } = await client.request('party.add', { ...command(), operationId, ...party });
  const { step: { stepId } } = await client.request('step.plan', { ...command(), operationId, template: 'search', facts: [], partyId, caseNumber: null, team: 1, note: '' });
  await client.request('picture.put', { operationId, ...picture });
  await client.request('journal.note', { ...command(), operationId, text: '', pictureIds: [pictureId], mark: null });
  return { campaignId, operationId, partyId, stepId };
}
