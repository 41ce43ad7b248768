import type { FieldKind } from '#protocol/tasks/flows.ts';
import type { FormValues } from '#protocol/tasks/tasks.ts';
import { maskName } from '../../parties/maskName.ts';
import { plainCode } from './plainCode.ts';

/** As far as a city or county of an address. */
const DISTRICT = /^(?:\p{Script=Han}{2,8}?(?:省|自治区))?(?:\p{Script=Han}{1,8}?[市州盟])?(?:\p{Script=Han}{1,6}?[区县市旗])?/u;

/** As it may be seen by everybody who sees the task: 柯某, 3502*************1, ****6688, 闽D****8, 厦门市思明区****. */
export function maskValue(kind: FieldKind, value: FormValues[string]): string {
  const text = String(value).trim();
  const code = plainCode(text);
  switch (kind) {
    case 'person':
    case 'organisation': return maskName({ name: text, kind, minor: false });
    case 'identity':
    case 'creditCode': return code.length > 8 ? `${code.slice(0, 4)}${'*'.repeat(code.length - 5)}${code.slice(-1)}` : '****';
    case 'account':
    case 'phone':
    case 'text': return code.length > 8 ? `****${code.slice(-4)}` : '****';
    case 'plate': return code.length > 5 ? `${code.slice(0, 2)}****${code.slice(-1)}` : '****';
    case 'address': return `${DISTRICT.exec(text)?.[0] ?? ''}****`;
    default: return '****';
  }
}
