/** The one page of the benches. The harness calls these by name; arguments and results are plain data. */
import '../../renderer/platform/zodJitless.ts';
import { answerDirect, closeDirect, directTrack, offerDirect, takeAnswer } from './direct.ts';
import { closeGlass, glassDelays, showHallFeed } from './glass.ts';
import { closeMap, mapRenderer, measureMap, openGeojsonMap, openHallMap } from './map.ts';
import { askedAgain, coldJoin, dropAdds, sixteenBatched, sixteenSequential, startColdJoin, warmAdds } from './join.ts';
import { untilTilesFresh } from './walls/freshTiles.ts';
import { closePatientWall, openPatientWall } from './walls/patientWall.ts';
import { closeRestlessWall, holdings, openRestlessWall, reconnectRestlessWall } from './walls/restlessWall.ts';
import { watchPeers } from './peerWatch.ts';
import { sendToHall, sentLayers, stopSending } from './sending.ts';
import { closeWall, openWall, setWallLayers, wallSight } from './walls/wall.ts';
import { openEchoDesk, openEchoUnit, openSosUnit, pressEcho, pressSos, shownEchoes, untilNoSos } from './sos.ts';
import { answerVoice, closeTalk, closeVoice, heardWords, offerVoice, openTalkDesk, openTalkUnit, pressTalk, releaseTalk, sayWords, takeVoiceAnswer } from './talk.ts';
import { showTrack } from './tiles.ts';

watchPeers();

const calls = {
  sendToHall,
  sentLayers,
  stopSending,
  coldJoin,
  warmAdds,
  dropAdds,
  askedAgain,
  sixteenBatched,
  sixteenSequential,
  showHallFeed,
  glassDelays,
  closeGlass,
  offerDirect,
  answerDirect,
  takeAnswer,
  closeDirect,
  openWall,
  setWallLayers,
  wallSight,
  closeWall,
  untilTilesFresh,
  openPatientWall,
  closePatientWall,
  openRestlessWall,
  reconnectRestlessWall,
  holdings,
  closeRestlessWall,
  mapRenderer,
  openHallMap,
  openGeojsonMap,
  measureMap,
  closeMap,
  openTalkDesk,
  openTalkUnit,
  pressTalk,
  releaseTalk,
  sayWords,
  heardWords,
  offerVoice,
  answerVoice,
  takeVoiceAnswer,
  closeVoice,
  closeTalk,
  openSosUnit,
  pressSos,
  untilNoSos,
  openEchoUnit,
  pressEcho,
  openEchoDesk,
  shownEchoes,
  showDirect: () => showTrack({ tile: 0, track: directTrack() }),
};

/** Every call takes at most one argument and may be awaited. */
export type PageCalls = typeof calls;

Object.assign(globalThis, { benchCalls: calls });
startColdJoin();
