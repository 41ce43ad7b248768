import { maskName } from '../parties/maskName.ts';

/** As everybody may read it: 陈某某，138****1234. */
export function maskCaller({ name, phone }: { readonly name: string; readonly phone: string }): string {
  const said = name === '' ? '未留姓名' : maskName({ name, kind: 'person', minor: false });
  return phone === '' ? said : `${said}，${maskPhone(phone)}`;
}

function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '');
  const [head, tail] = digits.length >= 11 ? [3, 4] : [0, Math.min(2, Math.floor(digits.length / 3))];
  return `${digits.slice(0, head)}${'*'.repeat(digits.length - head - tail)}${digits.slice(digits.length - tail)}`;
}
