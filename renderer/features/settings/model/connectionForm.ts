import { serverAddress, type ServerAddress } from '#protocol/ipc/calls.ts';

export type ConnectionForm = { readonly url: string; readonly fingerprint: string; readonly token: string };
export type ConnectionField = keyof ConnectionForm;

/** As people copy them: with colons, blanks or capitals, and with a slash at the end. */
export function normalisedServer(form: ConnectionForm): ServerAddress {
  return { url: form.url.trim().replace(/\/+$/, ''), caFingerprint: form.fingerprint.replace(/[\s:]/g, '').toLowerCase() };
}

/** Fields that cannot be right; a token is not needed where one is stored. */
export function wrongFields(form: ConnectionForm, options: { tokenStored: boolean }): ConnectionField[] {
  const server = normalisedServer(form);
  const fields: ConnectionField[] = [];
  if (!serverAddress.shape.url.safeParse(server.url).success) {
    fields.push('url');
  }
  if (!serverAddress.shape.caFingerprint.safeParse(server.caFingerprint).success) {
    fields.push('fingerprint');
  }
  if (form.token.trim() === '' && !options.tokenStored) {
    fields.push('token');
  }
  return fields;
}
