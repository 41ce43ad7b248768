import type { OperationId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { createLogStretch, type LogStretchReader } from '../../../replica/createLogStretch.ts';
import type { HallReplica } from '../../../replica/hallReplica.ts';
import { isOfOperation } from './isOfOperation.ts';

type Options = { readonly link: HallLink; readonly replica: HallReplica; readonly operationId: OperationId; /** At most 200. */ readonly page: number };

/** What happened on one operation. */
export function createJournal({ link, replica, operationId, page }: Options): LogStretchReader {
  return createLogStretch({
    replica,
    read: (before) => link.request('journal.read', { operationId, limit: page, ...(before !== undefined && { before }) }),
    isOwn: ({ subject }) => isOfOperation(subject, { log: replica.state.getState().log, operationId }),
  });
}
