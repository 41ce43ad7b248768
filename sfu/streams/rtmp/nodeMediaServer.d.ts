/** The part of node-media-server that speaks RTMP; its servers, its HTTP and its configuration are not used. */
declare module 'node-media-server/src/core/logger.js' {
  const logger: { log: (message: string, level?: string) => void };
  export = logger;
}

declare module 'node-media-server/src/protocol/rtmp.js' {
  class Rtmp {
    onConnectCallback: (request: { app: string; name: string }) => void;
    onPlayCallback: () => void;
    onPushCallback: () => void;
    onOutputCallback: (bytes: Buffer) => void;
    inChunkSize: number;
    inPackets: Map<number, unknown>;
    parserPacket: { header: { type: number; length: number }; clock: number; payload: Buffer };
    /** Answers what is wrong, or null. Throws on some malformed input. */
    parserData(bytes: Buffer): string | null;
    controlHandler(): unknown;
    dataHandler(): void;
    packetAlloc(): void;
  }
  export = Rtmp;
}
