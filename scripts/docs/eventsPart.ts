import { events } from '#protocol/events.ts';
import { AUDIENCE, nounOf } from '#domain/access/viewer.ts';
import { schemaOf, table } from './schemaTable.ts';

/** The kinds of entries of the log, each with its data and who may receive it. */
export function eventsPart(): string[] {
  const names = Object.keys(events) as (keyof typeof events)[];
  return [
    'What the log holds for good, and what `log.appended` carries to those who follow the hall and may see it. A reader passes over names that it does not know.',
    ...names.flatMap((name) => [`### \`${name}\``, receivers(name), table('Data', schemaOf(events[name].data))]),
  ];
}

function receivers(name: keyof typeof events): string {
  const noun = nounOf(name);
  const whose = noun === 'court' ? 'of every court' : 'of its court and those above';
  return `Received by sessions with \`${AUDIENCE[noun]}\` ${whose}.`;
}
