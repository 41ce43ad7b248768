import type { IpcMainInvokeEvent } from 'electron';
import { AppError } from '#protocol/errors.ts';
import type { WindowRole } from '#protocol/ipc/calls.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { isAppUrl, PAGES, pageOf } from '../security/appOrigin.ts';

/** The product window a call comes from. */
export type CallingWindow = { readonly role: WindowRole; readonly slotId: SlotId | null };

type CallSender = Pick<IpcMainInvokeEvent, 'senderFrame' | 'sender'>;

/** Who calls. Errors: `forbidden` unless it is the main frame of a product window that shows its own page and holds a role. */
export function checkSender(
  event: CallSender,
  windowOf: (contentsId: number) => CallingWindow | null,
  roles: readonly WindowRole[],
): CallingWindow {
  const frame = event.senderFrame;
  if (frame === null || frame !== event.sender.mainFrame) {
    throw new AppError('forbidden', { detail: 'the call does not come from a main frame' });
  }
  const caller = windowOf(event.sender.id);
  if (caller === null) throw new AppError('forbidden', { detail: 'the call comes from no product window' });
  if (!isAppUrl(frame.url) || pageOf(frame.url) !== PAGES[caller.role]) {
    throw new AppError('forbidden', { detail: `the call comes from a page that is not the ${caller.role}'s` });
  }
  if (!roles.includes(caller.role)) {
    throw new AppError('forbidden', { detail: `a ${caller.role} window may not call this` });
  }
  return caller;
}
