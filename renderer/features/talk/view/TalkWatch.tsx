import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCues, type Cue } from '../../attention/index.ts';
import { bindingsOf, listenForShortcuts } from '../../shortcuts/index.ts';
import { useTalkDesk, useTalkLine } from './useTalkDesk.ts';

/** Always there while the desk is: the key to talk, and the bell of a unit that calls. */
export function TalkWatch() {
  const { t } = useTranslation();
  const desk = useTalkDesk();
  const calls = useTalkLine((state) => state.calls);
  const cues = useMemo(
    () => calls.filter(({ state, fromUnit }) => state === 'ringing' && fromUnit).map((call): Cue => ({ id: `talk/${call.talkId}`, panel: 'talk', urgency: 'urgent', at: call.since, title: t('talk.rings', { name: call.unitName }) })),
    [calls, t],
  );
  useCues('talk/', cues);
  const root = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const page = root.current?.ownerDocument;
    if (!page) return undefined;
    let held = false;
    const letGo = () => {
      if (!held) return;
      held = false;
      desk.line.release();
    };
    const stop = listenForShortcuts(
      page,
      bindingsOf({
        talk: () => {
          // A key that stays down repeats; one press is one talk, also when the hall ended it meanwhile.
          if (held) return;
          held = true;
          desk.pressKey();
        },
      }),
    );
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 't') letGo();
    };
    const view = page.defaultView;
    page.addEventListener('keyup', onKeyUp);
    view?.addEventListener('blur', letGo);
    return () => {
      letGo();
      stop();
      page.removeEventListener('keyup', onKeyUp);
      view?.removeEventListener('blur', letGo);
    };
  }, [desk]);
  return <span ref={root} hidden />;
}
