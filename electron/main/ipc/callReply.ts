import type { ErrorCode } from '#protocol/errors.ts';

/** What main answers: a rejected `invoke` would carry main's error text into the page, so refusals are data. */
export type CallReply = { readonly ok: true; readonly data: unknown } | { readonly ok: false; readonly code: ErrorCode };
