import { parse, write, type MediaDescription } from 'sdp-transform';
import type { IceCandidate, IceParameters } from '../../ports/standardMedia.ts';
import { isIceText } from './readOffer.ts';
import { Refusal } from './refusal.ts';
import { wordOf } from './wordOf.ts';
import { iceOf } from './writeAnswer.ts';

/** What a PATCH says of the client's end of ICE (RFC 8840). Its candidates are of no use to an ICE-lite agent, which answers whoever knows the password. */
export type Fragment = { readonly iceUfrag: string; readonly icePwd: string };

/** Errors: Refusal 400. */
export function readFragment(text: string): Fragment {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.length > 300 || lines.some((line) => line.length > 1_024 || (line !== '' && !/^[a-z]=/.test(line)))) {
    throw new Refusal(400, '正文不是 SDP 片段（application/trickle-ice-sdpfrag）。');
  }
  const { iceUfrag, icePwd, media } = parse(text);
  const first = media.find((line) => line.iceUfrag !== undefined);
  const read = { iceUfrag: wordOf(first?.iceUfrag ?? iceUfrag), icePwd: wordOf(first?.icePwd ?? icePwd) };
  if (!isIceText(read.iceUfrag, 4) || !isIceText(read.icePwd, 22)) {
    throw new Refusal(400, 'SDP 片段缺少有效的 a=ice-ufrag 与 a=ice-pwd。');
  }
  return read;
}

/** The hall's end after a restart. */
export function writeFragment(options: { readonly iceParameters: IceParameters; readonly iceCandidates: readonly IceCandidate[]; readonly line: { readonly type: string; readonly protocol: string; readonly mid: string } }): string {
  const { iceParameters, iceCandidates, line } = options;
  const { iceUfrag, icePwd, ...rest } = iceOf(iceParameters, iceCandidates);
  const media: MediaDescription = { ...line, port: 9, payloads: '0', rtp: [], fmtp: [], ...rest };
  const written = write({ version: 0, origin: { username: '-', sessionId: 0, sessionVersion: 0, netType: 'IN', ipVer: 4, address: '0.0.0.0' }, name: '-', timing: { start: 0, stop: 0 }, ...(iceUfrag === undefined ? {} : { iceUfrag }), ...(icePwd === undefined ? {} : { icePwd }), media: [media] });
  // A fragment has none of the lines that open a description.
  return written.split('\r\n').filter((entry) => !/^[vost]=/.test(entry)).join('\r\n');
}
