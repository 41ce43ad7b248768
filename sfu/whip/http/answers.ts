import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { ServiceAnswer } from '../../ports/page.ts';
import { Refusal } from '../sdp/refusal.ts';

/** Any page may ask: the bearer's token is the only key, and no browser sends it by itself. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Location, ETag, Accept-Patch, Accept-Post, Retry-After',
};

/** What the hall's errors are to a program that speaks HTTP, and to the technician who reads its log. */
const STATUS_OF: Partial<Record<ErrorCode, { readonly status: number; readonly sentence: string; readonly retryAfterS?: number }>> = {
  tokenInvalid: { status: 401, sentence: '令牌无效：请在大厅重新登记该单位，或重新索取查看授权。' },
  tokenExpired: { status: 401, sentence: '令牌已过期：请在大厅重新发放。' },
  tokenRevoked: { status: 401, sentence: '令牌已作废：请在大厅重新发放。' },
  forbidden: { status: 403, sentence: '该令牌不能用于此处。' },
  notFound: { status: 404, sentence: '没有这一路。' },
  revoked: { status: 403, sentence: '该单位已停用。' },
  tooManyFeeds: { status: 409, sentence: '该单位的画面数量已达上限：请改用已有的名称。' },
  tooManyViewers: { status: 429, sentence: '该授权同时观看的人数已达上限：请先停掉一路再试。', retryAfterS: 10 },
  tooManyRequests: { status: 429, sentence: '请求过于频繁，请稍后再试。', retryAfterS: 10 },
  feedNotLive: { status: 409, sentence: '这一路现在没有画面，请稍后重试。', retryAfterS: 5 },
  cannotConsume: { status: 422, sentence: '播放器不支持这一路的编码。' },
  badInput: { status: 422, sentence: '大厅无法接受 SDP 中的媒体参数，请检查编码器设置。' },
  mediaUnavailable: { status: 503, sentence: '媒体服务暂时不可用，请稍后重试。', retryAfterS: 5 },
  transportClosed: { status: 503, sentence: '连接在建立时中断，请重试。', retryAfterS: 1 },
  logUnavailable: { status: 503, sentence: '大厅暂时无法记录，因此不能开始，请稍后重试。', retryAfterS: 5 },
  timedOut: { status: 503, sentence: '大厅没有及时答复，请稍后重试。', retryAfterS: 5 },
  closing: { status: 503, sentence: '大厅正在停止，请稍后重试。', retryAfterS: 10 },
};

export function answer(status: number, headers: Readonly<Record<string, string>> = {}, body = ''): ServiceAnswer {
  return { status, headers: { ...CORS, ...headers }, body };
}

/** Null for what nobody foresaw: that is a fault of the hall's own, for the log. */
export function refusalOf(error: unknown): ServiceAnswer | null {
  if (error instanceof Refusal) return refused(error.status, error.message, error.headers);
  const known = error instanceof AppError ? STATUS_OF[error.code] : undefined;
  if (known === undefined) return null;
  const { status, sentence, retryAfterS } = known;
  return refused(status, sentence, {
    ...(status === 401 ? { 'www-authenticate': 'Bearer realm="command-hall", error="invalid_token"' } : {}),
    ...(retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) }),
  });
}

export function refused(status: number, sentence: string, headers: Readonly<Record<string, string>> = {}): ServiceAnswer {
  return answer(status, { 'content-type': 'application/json; charset=utf-8', ...headers }, JSON.stringify({ status, message: sentence }));
}
