import { createHash } from 'node:crypto';
import type { RequestInput } from '#protocol/contract.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { newCommandId } from '../../sfu/testing/newCommandId.ts';
import type { RawClient } from '../../sfu/testing/rawClient.ts';
import type { TestHall } from '../../sfu/testing/testHall.ts';
import { simplePdf } from './manners.ts';
import type { Neighbour, NeighbourKeys } from './neighbour.ts';

/*
 * Builders for tests of the exchange: a hall by the small flow, a neighbour that it has an account of, people of one court here.
 */

export const OTHER_COURT = '赣州市中级人民法院';

/** The account of a neighbour, and its keys. */
export async function befriend(test: TestHall, neighbour: Neighbour | null, more: Partial<RequestInput<'partner.add'>> = {}): Promise<NeighbourKeys> {
  const technician = await test.enter('desk', { courtCode: '闽', roles: ['technician'] });
  const facts = { name: '江西高院执行指挥中心', province: '江西', courts: [OTHER_COURT], webhookUrl: neighbour?.webhookUrl ?? null, authorityPem: neighbour?.authorityPem.trim() ?? null, ...more };
  const { partner, keys } = await technician.request('partner.add', { commandId: newCommandId(), ...facts });
  if (keys === null) throw new Error('no keys');
  const own = { partnerId: partner.partnerId, ...keys };
  neighbour?.connect({ hall: test.hall.url, authorityPem: test.hall.caCertificatePem, keys: own });
  return own;
}

export type People = { readonly clerk: RawClient; readonly approver: RawClient; readonly high: RawClient; readonly receiver: RawClient };

export async function people(test: TestHall): Promise<People> {
  const [clerk, approver, high, receiver] = await Promise.all([
    test.enter('desk', { courtCode: '闽0203', roles: ['clerk'] }),
    test.enter('desk', { courtCode: '闽0203', roles: ['approver'] }),
    test.enter('desk', { courtCode: '闽', roles: ['approver'] }),
    test.enter('desk', { courtCode: '闽0603', roles: ['clerk'] }),
  ]);
  return { clerk, approver, high, receiver };
}

const act = (by: RawClient, { taskId, version }: Task, step: string) => by.request('task.act', { commandId: newCommandId(), taskId, expectedVersion: version, step }).then(({ task }) => task);

/** One that goes out: asked, approved here and by the high court. */
export async function sendOut(test: TestHall, { clerk, approver, high }: People, partnerId: string, more: Partial<RequestInput<'task.create'>> = {}): Promise<Task> {
  const bytes = simplePdf('notice');
  const documentId = createHash('sha256').update(bytes).digest('hex');
  const dispatcher = await test.enter('desk', { courtCode: '闽0203', roles: ['dispatcher'] });
  await dispatcher.request('document.put', { documentId, mimeType: 'application/pdf', totalBytes: bytes.length, offset: 0, base64: bytes.toString('base64') });
  dispatcher.socket.terminate();
  const document = { documentId, name: '协助执行通知书.pdf', mimeType: 'application/pdf' as const, totalBytes: bytes.length, paperId: 'notice' };
  const to = { kind: 'outside' as const, partnerId, courtName: OTHER_COURT };
  const input = { commandId: newCommandId(), flowId: 'small', itemId: 'freeze', title: '冻结柯某存款', to, caseNumber: '(2026)闽0203执123号', urgent: false, limitDays: 15, form: { holder: '柯大明', bank: '工商银行' }, operationId: null, contact: '林 0592-1234567', documents: [document], ...more };
  const { task } = await clerk.request('task.create', input);
  return act(high, await act(approver, await act(clerk, task, 'submit'), 'forward'), 'approveHigh');
}

/** As the neighbour sends it. */
export const INCOMING = { flowId: 'small', itemId: 'freeze', fromCourtName: OTHER_COURT, toCourtCode: '闽0603', title: '冻结饶某存款', caseNumber: '(2026)赣07执45号', limitDays: 12, form: { holder: '饶小平', bank: '农业银行' }, contact: '饶 0797-7654321' };
