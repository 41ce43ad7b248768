import { useEffect } from 'react';
import { useAttention } from '../../attention/index.ts';
import { useConsultations } from './ConsultationProvider.tsx';
import { PlanPart } from './plan/PlanPart.tsx';
import { RoomView } from './room/RoomView.tsx';

/** 远程会商: the room one sits in, else what is planned and open. */
export function ConsultationPage() {
  const attention = useAttention();
  const line = useConsultations((state) => state.line);
  useEffect(() => {
    attention.see(['consultation']);
    return () => attention.see([]);
  }, [attention]);
  return line === null ? <PlanPart /> : <RoomView line={line} />;
}
