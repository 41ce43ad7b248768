import { gbId, sourceAddress, type SourceAddress, type SourceProtocol, type SourceRecord } from '#protocol/media/sources.ts';

/** A source, or an encoder that needs none: by WHIP its unit's own token is enough. */
export type FormProtocol = SourceProtocol | 'whip';

/** What is typed in; fields of other protocols are kept, so that a look at another one loses nothing. */
export type SourceForm = {
  readonly label: string;
  readonly protocol: FormProtocol;
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly rtspTransport: 'tcp' | 'udp';
  readonly deviceId: string;
  readonly channelId: string;
  readonly gbTransport: 'udp' | 'tcpPassive' | 'tcpActive';
};

export const EMPTY_FORM: SourceForm = { label: '', protocol: 'rtsp', url: '', username: '', password: '', rtspTransport: 'tcp', deviceId: '', channelId: '', gbTransport: 'udp' };

export function formOf({ label, address }: Pick<SourceRecord, 'label' | 'address'>): SourceForm {
  const form = { ...EMPTY_FORM, label, protocol: address.protocol };
  if (address.protocol === 'rtsp') {
    return { ...form, url: address.url, username: address.username, rtspTransport: address.transport };
  }
  return address.protocol === 'gb28181' ? { ...form, deviceId: address.deviceId, channelId: address.channelId, gbTransport: address.transport } : form;
}

/** Makers print addresses with name and password in them: these go to their own fields, and out of the address. */
export function withUrl(form: SourceForm, typed: string): SourceForm {
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (url === null || (url.username === '' && url.password === '')) {
    return { ...form, url: typed };
  }
  const found = { username: decoded(url.username), password: decoded(url.password) };
  return { ...form, ...found, url: typed.replace(/^([a-z]+:\/\/)[^/]*@/i, '$1') };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** As it is sent; null while something is missing or wrong. */
export function addressOf(form: SourceForm): SourceAddress | null {
  const { protocol } = form;
  if (protocol === 'whip') {
    return null;
  }
  const raw =
    protocol === 'rtsp' ? { protocol, url: form.url.trim(), username: form.username.trim(), transport: form.rtspTransport }
    : protocol === 'gb28181' ? { protocol, deviceId: form.deviceId.trim(), channelId: form.channelId.trim(), transport: form.gbTransport }
    : { protocol };
  const parsed = sourceAddress.safeParse(raw);
  return parsed.success ? parsed.data : null;
}

const LABEL = /^[^/\p{Cc}]{1,32}$/u;

/** Whether all is there that the hall needs. */
export function isWhole(form: SourceForm): boolean {
  const label = form.label.trim();
  return form.protocol === 'whip' ? LABEL.test(label) : label !== '' && addressOf(form) !== null;
}

/** Where an encoder posts its offer: the picture's name is the last part of the path. */
export function whipAddress(whipUrl: string, label: string): string {
  return `${whipUrl}/${encodeURIComponent(label.trim())}`;
}

/** Of protocols whose other side makes the key itself. */
export function secretOf({ protocol, password }: SourceForm): string | null {
  return (protocol === 'rtsp' || protocol === 'gb28181') && password !== '' ? password : null;
}

/** What is typed and wrong; what is still empty is only missing. */
export function wrongFields(form: SourceForm): { readonly label: boolean; readonly url: boolean; readonly deviceId: boolean; readonly channelId: boolean } {
  const isWrongId = (text: string): boolean => text.trim() !== '' && !gbId.safeParse(text.trim()).success;
  return {
    label: form.protocol === 'whip' && form.label.trim() !== '' && !LABEL.test(form.label.trim()),
    url: form.protocol === 'rtsp' && form.url.trim() !== '' && addressOf(form) === null,
    deviceId: form.protocol === 'gb28181' && isWrongId(form.deviceId),
    channelId: form.protocol === 'gb28181' && isWrongId(form.channelId),
  };
}
