/** A code as it is checked, however it was typed: half-width capitals without the blanks, hyphens and dots between its groups. */
export function plainCode(text: string): string {
  return text.normalize('NFKC').toUpperCase().replaceAll(/[\s\-·•]/gu, '');
}
