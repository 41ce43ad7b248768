import { useEffect, useRef, useState } from 'react';
import { openFinder, stopStream } from '../../model/camera.ts';
import { codeInLink, createDetector, lookForCodes } from '../../model/scanCode.ts';
import type { Texts } from '../texts.ts';
import styles from './EnrolForm.module.css';

type CodeFinderProps = { readonly texts: Texts; readonly onCode: (code: string) => void };

/** The camera's picture until it has this hall's QR code in it. */
export function CodeFinder({ texts, onCode }: CodeFinderProps) {
  const video = useRef<HTMLVideoElement>(null);
  const tell = useRef(onCode);
  useEffect(() => {
    tell.current = onCode;
  });
  const [problem, setProblem] = useState<'scanWrong' | 'scanCamera' | null>(null);
  useEffect(() => {
    let ended = false;
    let stream: MediaStream | null = null;
    let stop = () => {};
    const open = async () => {
      const opened = await openFinder();
      const [element, detector] = [video.current, createDetector(globalThis)];
      if (ended || element === null || detector === null) return stopStream(opened);
      stream = opened;
      element.srcObject = opened;
      stop = lookForCodes({
        detector,
        video: element,
        onRead: (text) => {
          const code = codeInLink(text, globalThis.location.origin);
          if (code === null) return setProblem('scanWrong');
          stop();
          tell.current(code);
        },
      });
    };
    open().catch(() => setProblem('scanCamera'));
    return () => {
      ended = true;
      stop();
      stopStream(stream);
    };
  }, []);
  return (
    <>
      <video ref={video} className={styles.finder} aria-label={texts('enrol.scanning')} autoPlay muted playsInline />
      <p role="status">{texts(`enrol.${problem ?? 'scanning'}`)}</p>
    </>
  );
}
