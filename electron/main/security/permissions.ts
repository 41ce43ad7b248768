import type { Session, WebContents } from 'electron';
import type { WindowRole } from '#protocol/ipc/calls.ts';
import { isAppUrl } from './appOrigin.ts';

export type PermissionQuestion = {
  readonly permission: string;
  /** URL or origin that asks. */
  readonly requester: string;
  readonly isMainFrame: boolean;
  /** Null for contents that are no product window, such as a pop-out. */
  readonly role: WindowRole | null;
};

const DESK_PERMISSIONS: ReadonlySet<string> = new Set(['media', 'fullscreen', 'display-capture']);

/** Everything is denied but what a dispatcher's own page needs; a wall window only shows, so it needs nothing. */
export function allowsPermission(question: PermissionQuestion): boolean {
  return (
    question.role === 'desk' &&
    question.isMainFrame &&
    isAppUrl(question.requester) &&
    DESK_PERMISSIONS.has(question.permission)
  );
}

/** Puts the decision behind every door through which Chromium asks. */
export function guardPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>,
  roleOf: (contents: WebContents) => WindowRole | null,
  onDenied: (question: PermissionQuestion) => void,
): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const question: PermissionQuestion = {
      permission,
      requester: details.requestingUrl,
      isMainFrame: details.isMainFrame,
      role: roleOf(contents),
    };
    const allowed = allowsPermission(question);
    if (!allowed) onDenied(question);
    answer(allowed);
  });
  session.setPermissionCheckHandler((contents, permission, requestingOrigin, details) =>
    allowsPermission({
      permission,
      requester: requestingOrigin,
      isMainFrame: details.isMainFrame,
      role: contents === null ? null : roleOf(contents),
    }),
  );
  session.setDevicePermissionHandler(() => false);
}
