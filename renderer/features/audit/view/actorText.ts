import type { TFunction } from 'i18next';
import type { Actor } from '#protocol/nouns/log.ts';

/** Who did it, by the name of that time. */
export function actorText(t: TFunction, actor: Actor): string {
  switch (actor.kind) {
    case 'person': return actor.name;
    case 'unit': return t('audit.actorUnit', { name: actor.name });
    case 'device': return t('audit.actorDevice', { name: actor.name });
    case 'partner': return t('audit.actorPartner', { name: actor.name });
    case 'operator': return t('audit.actorOperator', { name: actor.name });
    case 'hall': return t('audit.actorHall');
  }
}
