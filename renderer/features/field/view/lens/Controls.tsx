import type { FieldStation } from '../../model/fieldStation.ts';
import type { StationState } from '../../model/stationState.ts';
import { MicrophoneIcon, SwitchIcon, TorchIcon } from '../icons.tsx';
import type { Texts } from '../texts.ts';
import styles from './Controls.module.css';

/** Start and stop, and what is done with the camera meanwhile. */
export function Controls({ station, state, texts }: { station: FieldStation; state: StationState; texts: Texts }) {
  const silent = state.running && state.preview !== null && !state.hasMicrophone;
  return (
    <footer className={styles.controls}>
      <div className={styles.pair}>
        <button type="button" className={styles.side} data-role="field-switch" onClick={() => station.switchCamera()}>
          <SwitchIcon />
          {texts('switchCamera')}
        </button>
        {state.torch === 'none' ? null : (
          <button type="button" className={styles.side} data-role="field-torch" aria-pressed={state.torch === 'on'} onClick={() => void station.setTorch(state.torch === 'off').catch(() => undefined)}>
            <TorchIcon />
            {texts(state.torch === 'on' ? 'torch.off' : 'torch.on')}
          </button>
        )}
      </div>
      <button
        type="button"
        className={styles.main}
        data-role="field-start"
        data-running={state.running}
        onClick={() => (state.running ? station.stop() : station.start())}
      >
        <span className={styles.mark} />
        {texts(state.running ? 'stop' : 'start')}
      </button>
      <button type="button" className={styles.side} data-role="field-mute" disabled={silent} aria-pressed={state.muted} onClick={() => station.setMuted(!state.muted)}>
        <MicrophoneIcon off={state.muted || silent} />
        {texts(silent ? 'noMicrophone' : state.muted ? 'unmute' : 'mute')}
      </button>
    </footer>
  );
}
