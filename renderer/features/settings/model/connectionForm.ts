import { serverAddress, type ServerAddress } from '#protocol/ipc/calls.ts';

export type ConnectionForm = { readonly url: string; readonly fingerprint: string; readonly code: string };
export type ConnectionField = keyof ConnectionForm;

export function formOf(server: ServerAddress | { readonly url: string } | null): ConnectionForm {
  return { url: server?.url ?? '', fingerprint: server !== null && 'caFingerprint' in server ? server.caFingerprint : '', code: '' };
}

/** As people copy them: with colons, blanks or capitals, and with a slash at the end. */
export function normalisedServer(form: Pick<ConnectionForm, 'url' | 'fingerprint'>): ServerAddress {
  return { url: form.url.trim().replace(/\/+$/, ''), caFingerprint: form.fingerprint.replace(/[\s:]/g, '').toLowerCase() };
}

export function sameServer(a: ServerAddress | null, b: ServerAddress): boolean {
  return a?.url === b.url && a.caFingerprint === b.caFingerprint;
}

/** Whether it can be a code at all: eight letters and digits, however they are parted. */
export function isCode(code: string): boolean {
  return /^[0-9a-z]{8}$/i.test(code.replace(/[\s\-–—]/g, ''));
}

/** Fields that cannot be right; the code may be left out. */
export function wrongFields(form: ConnectionForm): ConnectionField[] {
  const server = normalisedServer(form);
  const fields: ConnectionField[] = [];
  if (!serverAddress.shape.url.safeParse(server.url).success) {
    fields.push('url');
  }
  if (!serverAddress.shape.caFingerprint.safeParse(server.caFingerprint).success) {
    fields.push('fingerprint');
  }
  if (form.code.trim() !== '' && !isCode(form.code)) {
    fields.push('code');
  }
  return fields;
}
