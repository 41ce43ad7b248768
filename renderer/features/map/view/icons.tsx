import type { ReactNode } from 'react';

function icon(paths: ReactNode) {
  return function Icon() {
    return (
      <svg width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
        {paths}
      </svg>
    );
  };
}

export const ZoomInIcon = icon(<path d="M12 5v14M5 12h14" />);
export const ZoomOutIcon = icon(<path d="M5 12h14" />);
/** Corners around scattered points. */
export const FitUnitsIcon = icon(
  <>
    <path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />
    <path d="M9.5 10h.01M14.5 9h.01M12.5 14.5h.01" strokeWidth="2.8" />
  </>,
);
/** The province: a coast running from north-east to south-west. */
export const FitFujianIcon = icon(<path d="M14.5 3.2 18.4 5l1 4-2 2.2.4 2.6-2.6 1.4-.8 2.8-3 1-1.6 2-2.6-1.6.4-2.4-3-2 .2-3.4 2.6-2.2 1-4.2 3.6-.6 2.5-1.4z" />);
export const FollowIcon = icon(
  <>
    <circle cx="12" cy="12" r="6" />
    <circle cx="12" cy="12" r="1.4" fill="currentColor" />
    <path d="M12 2.5v3.5M12 18v3.5M2.5 12H6M18 12h3.5" />
  </>,
);
