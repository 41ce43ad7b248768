import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenMicrophone, chooseMicrophone, microphones, openMicrophone } from '../model/microphone.ts';
import { watchLevel } from '../model/watchLevel.ts';
import styles from './TalkPanel.module.css';
import { useTalkLine } from './useTalkDesk.ts';

type Problem = 'noMicrophone' | 'denied' | null;

/** Which microphone, and whether it hears anything; it is open only while it is tried, or one speaks. */
export function MicrophoneChooser() {
  const { t } = useTranslation();
  const speaking = useTalkLine((state) => state.microphone);
  const [trial, setTrial] = useState<MediaStreamTrack | null>(null);
  const [problem, setProblem] = useState<Problem>(null);
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  const [chosen, setChosen] = useState(() => chosenMicrophone(globalThis.localStorage) ?? '');
  const track = speaking ?? trial;
  useEffect(() => {
    const read = () => void microphones().then(setDevices);
    read();
    navigator.mediaDevices.addEventListener('devicechange', read);
    return () => navigator.mediaDevices.removeEventListener('devicechange', read);
  }, []);
  useEffect(() => () => trial?.stop(), [trial]);
  const test = async () => {
    if (trial !== null) {
      setTrial(null);
      return;
    }
    try {
      setTrial(await openMicrophone(globalThis.localStorage));
      // Their names are told only once one was open.
      setDevices(await microphones());
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'noMicrophone');
    }
  };
  return (
    <footer className={styles.microphone} data-role="talk-microphone">
      <select
        className={styles.select}
        aria-label={t('talk.microphone')}
        value={chosen}
        onChange={(event) => {
          const deviceId = event.currentTarget.value;
          setChosen(deviceId);
          chooseMicrophone(globalThis.localStorage, deviceId === '' ? null : deviceId);
          setTrial(null);
        }}
      >
        <option value="">{t('talk.usualMicrophone')}</option>
        {devices.filter(({ deviceId }) => deviceId !== '').map(({ deviceId, label }, index) => <option key={deviceId} value={deviceId}>{label === '' ? t('talk.numbered', { number: index + 1 }) : label}</option>)}
      </select>
      <button type="button" className={styles.select} aria-pressed={trial !== null} onClick={() => void test()}>{t(trial === null ? 'talk.test' : 'talk.testEnd')}</button>
      <Level track={track} label={t('talk.level')} />
      {(problem !== null || devices.length === 0) && <p className={styles.trouble} role="status">{t(`talk.${problem ?? 'noMicrophone'}`)}</p>}
    </footer>
  );
}

function Level({ track, label }: { track: MediaStreamTrack | null; label: string }) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => (track === null ? undefined : watchLevel(track, (level) => bar.current?.style.setProperty('--level', String(level)))), [track]);
  return <span className={styles.level} role="img" aria-label={label}><span ref={bar} data-open={track !== null} /></span>;
}
