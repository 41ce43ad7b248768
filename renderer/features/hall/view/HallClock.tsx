import { useEffect, useRef } from 'react';
import { formatClock } from '../../../i18n/beijingTime.ts';
import { useHall } from './HallProvider.tsx';

/** Hall time in Beijing, `14:02:31`. Written straight to the page: sixteen of them a window cost React nothing. */
export function HallClock({ className }: { className?: string | undefined }) {
  const { link, ticker } = useHall();
  const element = useRef<HTMLTimeElement>(null);
  useEffect(() => {
    const draw = () => {
      const text = formatClock(link.now());
      if (element.current && element.current.textContent !== text) {
        element.current.textContent = text;
      }
    };
    draw();
    return ticker.onBeat(draw);
  }, [link, ticker]);
  return <time ref={element} className={className} />;
}
