import { unitId, type UnitId } from '#protocol/nouns/ids.ts';

/** The unit that a token names; null: it names none. Whether the token is good is the hall's to say: this only tells units apart while it is away. */
export function unitOfToken(token: string): UnitId | null {
  try {
    const claims = JSON.parse(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as { readonly sub?: unknown };
    return unitId.safeParse(claims.sub).data ?? null;
  } catch {
    return null;
  }
}
