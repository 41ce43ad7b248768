import type { Logger } from 'pino';
import { openSigningKey } from '../keys/signingKey.ts';
import { createSecretSeal } from '../keys/secretSeal.ts';
import type { PersonProof } from '../ports/identity.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Journal } from '../ports/journal.ts';
import type { Alarms } from '../ports/alarms.ts';
import type { HallClock } from '../ports/clock.ts';
import type { HallLog } from '../ports/log.ts';
import type { FileShelf } from '../ports/pictures.ts';
import type { Rules } from '../ports/rules.ts';
import type { Session } from '../ports/session.ts';
import type { Stores } from '../ports/stores.ts';
import type { TaskLedgerStore } from '../ports/taskLedger.ts';
import { createSignatureCheck } from '../signing/signatureCheck.ts';
import { createSigning } from '../signing/signing.ts';
import { DeputyDesk } from '../tasks/deputies/deputyDesk.ts';
import { createTaskDrafts } from '../tasks/drafts/taskDrafts.ts';
import { Ledger } from '../tasks/ledger/ledger.ts';
import { TaskDeadlines } from '../tasks/deadlines/taskDeadlines.ts';
import { Tasks } from '../tasks/tasks.ts';
import { createDossiers } from '../dossier/dossier.ts';
import { createPapers } from '../papers/papers.ts';
import type { Closers } from './closers.ts';

/** Work between courts. */
export async function createTaskRooms(options: {
  readonly folder: string;
  readonly hall: { readonly hallId: string; readonly hallName: string; readonly courtCode: CourtCode };
  readonly log: HallLog;
  readonly journal: Journal;
  readonly stores: Stores;
  readonly taskLedger: TaskLedgerStore;
  readonly rules: Rules;
  readonly shelf: FileShelf;
  readonly personProof: PersonProof;
  readonly realNow: () => number;
  readonly clock: HallClock;
  readonly alarms: Alarms;
  readonly logger: Logger;
  readonly closers: Closers;
}) {
  const { folder, hall, log, journal, stores, taskLedger, rules, shelf, personProof, clock, realNow, alarms, closers } = options;
  const now = () => clock.now();
  const logger = options.logger.child({ room: 'tasks' });
  const deputies = DeputyDesk.create({ log, rules, clock, logger });
  const ledger = await Ledger.create({ log, journal, store: taskLedger, rules, deputies, now, logger });
  const tokenKey = openSigningKey(folder, 'token').privateKey;
  const signing = createSigning({ log, stores, seal: createSecretSeal(tokenKey, 'signing keys'), personProof, realNow });
  const dossiers = createDossiers({ log, journal, key: openSigningKey(folder, 'log'), hall, find: (taskId) => ledger.find(taskId), now });
  const papers = createPapers({ log, journal, rules, shelf, courtCode: hall.courtCode, now });
  const tasks = Tasks.create({
    log,
    stores,
    rules,
    shelf,
    now,
    seal: createSecretSeal(tokenKey, 'task forms'),
    signatures: createSignatureCheck({ stores }),
    deputies,
    ledger,
  });
  const drafts = createTaskDrafts({ stores, seal: createSecretSeal(tokenKey, 'task drafts'), now });
  const deadlines = TaskDeadlines.create({ log, rules, clock, desk: tasks, alarms, logger });
  closers.push(() => deputies.close(), () => ledger.close(), () => tasks.close(), () => deadlines.close());
  const opened = (session: Session) => {
    tasks.opened(session);
    deputies.opened(session);
  };
  return { handlers: { ...tasks.handlers, ...ledger.handlers, ...signing.handlers, ...dossiers.handlers, ...papers.handlers, ...deputies.handlers, ...drafts.handlers }, desk: tasks, opened };
}
