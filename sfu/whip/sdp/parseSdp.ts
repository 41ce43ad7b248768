import { parse, type SessionDescription } from 'sdp-transform';
import { Refusal } from './refusal.ts';

/** Far above what encoders write; the parser works line by line with regular expressions. */
const MAX_LINES = 1_500;
const MAX_LINE_LENGTH = 2_048;

/** Errors: Refusal 400 for what is no session description. */
export function parseSdp(text: string): SessionDescription {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.length > MAX_LINES || lines.some((line) => line.length > MAX_LINE_LENGTH)) {
    throw new Refusal(400, 'SDP 的行数或行长超出限制，请检查编码器设置。');
  }
  if (lines[0] !== 'v=0') {
    throw new Refusal(400, '正文不是 SDP：第一行应为 v=0。');
  }
  try {
    return parse(text);
  } catch {
    throw new Refusal(400, 'SDP 无法解析，请检查编码器。');
  }
}
