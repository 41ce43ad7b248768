import type { ReactNode } from 'react';

function icon(paths: ReactNode) {
  return function Icon({ size = 14 }: { readonly size?: number }) {
    return (
      <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
        {paths}
      </svg>
    );
  };
}

export const MoreIcon = icon(<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" strokeWidth="3.2" />);
export const FreezeIcon = icon(<path d="M8.5 5v14M15.5 5v14" strokeWidth="3" />);
export const ReplayIcon = icon(<><path d="M4 12a8 8 0 1 0 2.4-5.7" /><path d="M3.5 3.5v4.2h4.2M12 8v4.4l3 1.8" /></>);
export const SnapshotIcon = icon(<><path d="M4 8h3l1.6-2.5h6.8L17 8h3v11H4z" /><circle cx="12" cy="13.2" r="3.4" /></>);
export const PenIcon = icon(<path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5" />);
export const HealthIcon = icon(<path d="M3 12.5h4l2.5-6 4 11 2.5-5h5" />);
export const ToWallIcon = icon(<><rect x="2.5" y="4" width="19" height="11.5" rx="1.6" /><path d="M12 21v-9M8.5 12.5 12 9l3.5 3.5" /></>);
export const OutsideIcon = icon(<><path d="M10 5H5v14h14v-5" /><path d="M13.5 4H20v6.5M20 4l-8.5 8.5" /></>);
export const FitIcon = icon(<><path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" /></>);
export const EvidenceIcon = icon(<><rect x="4" y="4" width="16" height="16" rx="1.6" /><path d="m4.5 16 4.5-4.5 4 4 2.5-2.5 4 4" /></>);
