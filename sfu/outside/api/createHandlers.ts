import { courtName } from '#domain/courts/courtName.ts';
import { AppError } from '#protocol/errors.ts';
import { openApi } from '#protocol/outside/openApi.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import { isValidAt } from '#domain/rules/rowAt.ts';
import type { Partner } from '#protocol/tasks/partners.ts';
import { derivedCommandId } from '../../ports/derivedCommandId.ts';
import { asUnavailable } from '../../ports/journal.ts';
import type { HallLog } from '../../ports/log.ts';
import type { PartnerStore } from '../../ports/stores.ts';
import type { TaskDesk } from '../../ports/tasks.ts';
import { readSigned } from '../deliveries/standardWebhook.ts';
import { validOf, type PartnerKeyrings } from '../partners/partnerKeyring.ts';
import type { PartnerFiles } from './partnerFiles.ts';
import { PartnerTasks } from './partnerTasks.ts';
import { Receiver } from './receiver.ts';
import type { ApiHandlers } from './routes.ts';

type Options = {
  readonly log: HallLog;
  readonly desk: TaskDesk;
  readonly book: RuleBook;
  readonly files: PartnerFiles;
  readonly store: PartnerStore;
  readonly keyrings: PartnerKeyrings;
  /** Hall time. */
  readonly hallNow: () => number;
  /** Real time: signatures are judged by it. */
  readonly now: () => number;
};

/** What answers each operation of the interface. */
export function createHandlers({ log, desk, book, files, store, keyrings, hallNow, now }: Options): ApiHandlers {
  const tasks = new PartnerTasks({ log, desk, book, files });
  const receiver = new Receiver({ store, tasks });
  const page = openApi();
  /** The caller's key is its own: another caller's same one is another. */
  const commandOf = ({ partnerId }: Partner, what: string, headers: { readonly 'idempotency-key': string }) => derivedCommandId('outside', partnerId, what, headers['idempotency-key']);
  const versionOf = (headers: { readonly 'if-match': string }) => Number(headers['if-match'].slice(1, -1));

  return {
    readOpenApi: () => page,

    listFlows: () => {
      const at = hallNow();
      const flows = book.flows.filter((flow) => flow.reach.outside && isValidAt(flow, at));
      return {
        version: book.version,
        courts: [...log.state.courts.keys()].map((courtCode) => ({ courtCode, courtName: courtName(log.state.courts, courtCode) })),
        flows,
        items: book.items.filter((item) => isValidAt(item, at) && flows.some(({ id }) => id === item.flowId)),
      };
    },

    sendTask: async ({ partner, headers, body }) => {
      const { fromCourtName, toCourtCode, documents, ...asked } = body;
      const input = { ...asked, to: { kind: 'court' as const, courtCode: toCourtCode, courtName: '' }, operationId: null, documents: await files.given(partner.partnerId, documents, []) };
      const from = { kind: 'outside' as const, partnerId: partner.partnerId, courtName: fromCourtName };
      return tasks.view(partner, await desk.create(input, { commandId: commandOf(partner, 'send', headers), ...tasks.as(partner), from }));
    },

    listTasks: ({ partner, query }) => tasks.list(partner, { since: query.since, limit: query.limit }),

    readTask: ({ partner, params }) => tasks.view(partner, tasks.seen(partner, params.taskId)),

    takeStep: async ({ partner, params, headers, body }) => tasks.view(partner, await tasks.act(partner, { ...params, expectedVersion: versionOf(headers), commandId: commandOf(partner, 'step', headers) }, body)),

    noteTalk: async ({ partner, params, headers, body }) => tasks.view(partner, await tasks.talk(partner, { ...params, ...body, expectedVersion: versionOf(headers), commandId: commandOf(partner, 'talk', headers) })),

    openPersonal: async ({ partner, params, body }) => ({ values: await tasks.openPersonal(partner, params.taskId, body.purpose) }),

    readDocument: ({ partner, params }) => tasks.readDocument(partner, params),

    putDocument: async ({ partner, params, body, request }) => ({ sha256: params.sha256, totalBytes: await files.put(partner.partnerId, { ...params, bytes: body, contentType: request.headers['content-type'] }) }),

    deliver: async ({ params: { partnerId }, body, request }) => {
      const partner = log.state.partners.get(partnerId);
      const ring = partner?.closed === null ? await keyrings.of(partnerId).catch(asUnavailable) : null;
      const signed = ring === null ? null : readSigned(request.headers, { body: request.body, secrets: validOf(ring.receiving, now()), now: now() });
      if (partner === undefined || signed === null || 'fault' in signed) {
        throw new AppError('badSender');
      }
      if (body.type === 'ping') return { taken: true, version: null };
      const { type: _, taskId, sequence, ...step } = body;
      return receiver.take(partner, { deliveryId: signed.id, taskId, sequence, step });
    },
  };
}
