import { randomUUIDv7 } from 'node:crypto';
import { AppError } from '#protocol/errors.ts';
import { stepId as stepIdSchema } from '#protocol/nouns/ids.ts';
import { correctStep, doItem, endStep, exceptStep, explainGap, giveNotice } from '#domain/steps/decideCourse.ts';
import { abandonStep, askSignature, beginStep, notePerson, planStep, refuseSignature, showPaper, signStep } from '#domain/steps/decideStep.ts';
import type { Rules } from '#domain/steps/stepRules.ts';
import type { Pictures } from '../ports/pictures.ts';
import type { HandlersOf } from '../ports/session.ts';
import type { Run } from './operationHandlers.ts';

/** Steps: paper before action, what comes of them, and what is told afterwards. */
export function stepHandlers({ run, rules, pictures }: { readonly run: Run; readonly rules: Rules; readonly pictures: Pictures }): HandlersOf<'step'> {
  return {
    'step.plan': (data, session) => {
      const stepId = stepIdSchema.parse(randomUUIDv7());
      return run('step.plan', data, session, (state, at) => planStep(state, data, { ...rules, at, stepId }));
    },
    'step.showPaper': (data, session) => run('step.showPaper', data, session, (state, at) => showPaper(state, data, { ...rules, at })),
    'step.notePerson': (data, session) => run('step.notePerson', data, session, (state, at) => notePerson(state, data, { ...rules, at })),
    'step.askSignature': (data, session) => run('step.askSignature', data, session, (state, at) => askSignature(state, data, { ...rules, at })),
    'step.sign': (data, session) => run('step.sign', data, session, (state) => signStep(state, data, session)),
    'step.refuseSignature': (data, session) => run('step.refuseSignature', data, session, (state) => refuseSignature(state, data)),
    'step.begin': (data, session) => run('step.begin', data, session, (state, at) => beginStep(state, data, { ...rules, at })),
    'step.except': (data, session) => run('step.except', data, session, (state, at) => exceptStep(state, data, { ...rules, at })),
    'step.giveNotice': (data, session) => run('step.giveNotice', data, session, (state, at) => giveNotice(state, data, { ...rules, at })),
    'step.doItem': async (data, session) => {
      if (data.pictureId !== null && !(await pictures.has(data.pictureId))) {
        throw new AppError('notFound', { params: { what: 'picture' } });
      }
      return run('step.doItem', data, session, (state, at) => doItem(state, data, { ...rules, at }));
    },
    'step.explainGap': (data, session) => run('step.explainGap', data, session, (state) => explainGap(state, data)),
    'step.end': (data, session) => run('step.end', data, session, (state, at) => endStep(state, data, { ...rules, at })),
    'step.correct': (data, session) => run('step.correct', data, session, (state, at) => correctStep(state, data, { ...rules, at })),
    'step.abandon': (data, session) => run('step.abandon', data, session, (state, at) => abandonStep(state, data, { at })),
  };
}
