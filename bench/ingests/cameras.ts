import { createSocket, type Socket } from 'node:dgram';
import { answerParent } from '../harness/askedChild.ts';
import { ClipSender, FRAMES_PER_SECOND, type Clip } from './clip.ts';

export type CameraAsks = typeof asks;

type Target = { readonly host: string; readonly port: number; readonly ssrc: number };

const FRAME_MS = 1_000 / FRAMES_PER_SECOND;
let timer: NodeJS.Timeout | undefined;
let sockets: Socket[] = [];
let packets = 0;

/** All the cameras, as a process of its own. They are spread over the time of a frame. */
const asks = {
  start({ frames, targets }: Pick<Clip, 'frames'> & { targets: readonly Target[] }): void {
    asks.stop();
    const whole = frames.map((frame) => frame.map((packet) => Buffer.from(packet)));
    const cameras = targets.map((target, index) => ({ target, sender: new ClipSender({ frames: whole }, { ssrc: target.ssrc, phase: index * 7 }), socket: createSocket('udp4') }));
    sockets = cameras.map(({ socket }) => socket);
    const stepMs = FRAME_MS / cameras.length;
    const startedAt = performance.now();
    let turns = 0;
    timer = setInterval(() => {
      for (const due = (performance.now() - startedAt) / stepMs; turns < due; turns += 1) {
        const camera = cameras[turns % cameras.length];
        for (const packet of camera?.sender.next() ?? []) {
          packets += 1;
          camera?.socket.send(packet, camera.target.port, camera.target.host);
        }
      }
    }, 4);
  },
  /** Packets until now. */
  sent: (): number => packets,
  stop(): void {
    clearInterval(timer);
    for (const socket of sockets.splice(0)) {
      socket.close();
    }
  },
};

answerParent(asks);
