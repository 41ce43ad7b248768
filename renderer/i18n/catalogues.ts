import zhConsultation from '../../assets/locales/zh-CN/consultation.json';
import enConsultation from '../../assets/locales/en/consultation.json';
import zhOperations from '../../assets/locales/zh-CN/operations.json';
import enOperations from '../../assets/locales/en/operations.json';
import zhVisit from '../../assets/locales/zh-CN/visit.json';
import enVisit from '../../assets/locales/en/visit.json';
import zhWallWindow from '../../assets/locales/zh-CN/wallWindow.json';
import enWallWindow from '../../assets/locales/en/wallWindow.json';
import zhWallContent from '../../assets/locales/zh-CN/wallContent.json';
import enWallContent from '../../assets/locales/en/wallContent.json';
import zhWallBaton from '../../assets/locales/zh-CN/wallBaton.json';
import enWallBaton from '../../assets/locales/en/wallBaton.json';
import zhWallHistory from '../../assets/locales/zh-CN/wallHistory.json';
import enWallHistory from '../../assets/locales/en/wallHistory.json';
import zhWallPicker from '../../assets/locales/zh-CN/wallPicker.json';
import enWallPicker from '../../assets/locales/en/wallPicker.json';
import zhWallPlaces from '../../assets/locales/zh-CN/wallPlaces.json';
import enWallPlaces from '../../assets/locales/en/wallPlaces.json';
import zhWallPresets from '../../assets/locales/zh-CN/wallPresets.json';
import enWallPresets from '../../assets/locales/en/wallPresets.json';
import zhSteps from '../../assets/locales/zh-CN/steps.json';
import enSteps from '../../assets/locales/en/steps.json';
import zhJournal from '../../assets/locales/zh-CN/journal.json';
import enJournal from '../../assets/locales/en/journal.json';
import zhCalls from '../../assets/locales/zh-CN/calls.json';
import enCalls from '../../assets/locales/en/calls.json';
import zhOrders from '../../assets/locales/zh-CN/orders.json';
import enOrders from '../../assets/locales/en/orders.json';
import zhAlarms from '../../assets/locales/zh-CN/alarms.json';
import enAlarms from '../../assets/locales/en/alarms.json';
import zhConnection from '../../assets/locales/zh-CN/connection.json';
import zhExercise from '../../assets/locales/zh-CN/exercise.json';
import zhErrors from '../../assets/locales/zh-CN/errors.json';
import zhFeeds from '../../assets/locales/zh-CN/feeds.json';
import zhHall from '../../assets/locales/zh-CN/hall.json';
import zhSettings from '../../assets/locales/zh-CN/settings.json';
import zhShortcuts from '../../assets/locales/zh-CN/shortcuts.json';
import zhUnits from '../../assets/locales/zh-CN/units.json';
import zhWall from '../../assets/locales/zh-CN/wall.json';
import zhAudit from '../../assets/locales/zh-CN/audit.json';
import zhCommand from '../../assets/locales/zh-CN/command.json';
import zhCourts from '../../assets/locales/zh-CN/courts.json';
import zhDevices from '../../assets/locales/zh-CN/devices.json';
import zhDrill from '../../assets/locales/zh-CN/drill.json';
import enDrill from '../../assets/locales/en/drill.json';
import zhDiagnostics from '../../assets/locales/zh-CN/diagnostics.json';
import enDiagnostics from '../../assets/locales/en/diagnostics.json';
import zhDeputies from '../../assets/locales/zh-CN/deputies.json';
import enDeputies from '../../assets/locales/en/deputies.json';
import zhApproval from '../../assets/locales/zh-CN/approval.json';
import enApproval from '../../assets/locales/en/approval.json';
import zhSigning from '../../assets/locales/zh-CN/signing.json';
import enSigning from '../../assets/locales/en/signing.json';
import zhDossier from '../../assets/locales/zh-CN/dossier.json';
import enDossier from '../../assets/locales/en/dossier.json';
import zhDuty from '../../assets/locales/zh-CN/duty.json';
import zhPeople from '../../assets/locales/zh-CN/people.json';
import zhRoles from '../../assets/locales/zh-CN/roles.json';
import zhSignIn from '../../assets/locales/zh-CN/signIn.json';
import zhAttention from '../../assets/locales/zh-CN/attention.json';
import zhDesk from '../../assets/locales/zh-CN/desk.json';
import zhPalette from '../../assets/locales/zh-CN/palette.json';
import zhTiles from '../../assets/locales/zh-CN/tiles.json';
import enTiles from '../../assets/locales/en/tiles.json';
import zhDrawing from '../../assets/locales/zh-CN/drawing.json';
import enDrawing from '../../assets/locales/en/drawing.json';
import zhRecordings from '../../assets/locales/zh-CN/recordings.json';
import enRecordings from '../../assets/locales/en/recordings.json';
import zhSources from '../../assets/locales/zh-CN/sources.json';
import enSources from '../../assets/locales/en/sources.json';
import zhAssist from '../../assets/locales/zh-CN/assist.json';
import enAssist from '../../assets/locales/en/assist.json';
import zhOutside from '../../assets/locales/zh-CN/outside.json';
import enOutside from '../../assets/locales/en/outside.json';
import zhGrants from '../../assets/locales/zh-CN/grants.json';
import enGrants from '../../assets/locales/en/grants.json';
import zhDocuments from '../../assets/locales/zh-CN/documents.json';
import enDocuments from '../../assets/locales/en/documents.json';
import zhInstructions from '../../assets/locales/zh-CN/instructions.json';
import enInstructions from '../../assets/locales/en/instructions.json';
import zhTaskForm from '../../assets/locales/zh-CN/taskForm.json';
import enTaskForm from '../../assets/locales/en/taskForm.json';
import zhTasks from '../../assets/locales/zh-CN/tasks.json';
import enTasks from '../../assets/locales/en/tasks.json';
import zhReports from '../../assets/locales/zh-CN/reports.json';
import enReports from '../../assets/locales/en/reports.json';
import zhUpload from '../../assets/locales/zh-CN/upload.json';
import enUpload from '../../assets/locales/en/upload.json';
import zhSnapshots from '../../assets/locales/zh-CN/snapshots.json';
import enSnapshots from '../../assets/locales/en/snapshots.json';
import zhLookBack from '../../assets/locales/zh-CN/lookBack.json';
import enLookBack from '../../assets/locales/en/lookBack.json';
import zhTalk from '../../assets/locales/zh-CN/talk.json';
import enTalk from '../../assets/locales/en/talk.json';
import zhMap from '../features/map/locales/zh-CN.json';
import enMap from '../features/map/locales/en.json';
import enAttention from '../../assets/locales/en/attention.json';
import enDesk from '../../assets/locales/en/desk.json';
import enPalette from '../../assets/locales/en/palette.json';
import enConnection from '../../assets/locales/en/connection.json';
import enExercise from '../../assets/locales/en/exercise.json';
import enErrors from '../../assets/locales/en/errors.json';
import enFeeds from '../../assets/locales/en/feeds.json';
import enHall from '../../assets/locales/en/hall.json';
import enSettings from '../../assets/locales/en/settings.json';
import enShortcuts from '../../assets/locales/en/shortcuts.json';
import enUnits from '../../assets/locales/en/units.json';
import enWall from '../../assets/locales/en/wall.json';
import enAudit from '../../assets/locales/en/audit.json';
import enCommand from '../../assets/locales/en/command.json';
import enCourts from '../../assets/locales/en/courts.json';
import enDevices from '../../assets/locales/en/devices.json';
import enDuty from '../../assets/locales/en/duty.json';
import enPeople from '../../assets/locales/en/people.json';
import enRoles from '../../assets/locales/en/roles.json';
import enSignIn from '../../assets/locales/en/signIn.json';

/** The source language; its shape is the type of every key. */
export const zhCatalogue = {
  calls: zhCalls,
  orders: zhOrders,
  alarms: zhAlarms,
  assist: zhAssist,
  attention: zhAttention,
  audit: zhAudit,
  command: zhCommand,
  connection: zhConnection,
  courts: zhCourts,
  desk: zhDesk,
  devices: zhDevices,
  drill: zhDrill,
  diagnostics: zhDiagnostics,
  deputies: zhDeputies,
  approval: zhApproval,
  consultation: zhConsultation,
  signing: zhSigning,
  dossier: zhDossier,
  duty: zhDuty,
  errors: zhErrors,
  exercise: zhExercise,
  feeds: zhFeeds,
  hall: zhHall,
  journal: zhJournal,
  map: zhMap,
  operations: zhOperations,
  palette: zhPalette,
  people: zhPeople,
  roles: zhRoles,
  settings: zhSettings,
  shortcuts: zhShortcuts,
  signIn: zhSignIn,
  steps: zhSteps,
  units: zhUnits,
  tiles: zhTiles,
  drawing: zhDrawing,
  documents: zhDocuments,
  instructions: zhInstructions,
  tasks: zhTasks,
  reports: zhReports,
  upload: zhUpload,
  snapshots: zhSnapshots,
  recordings: zhRecordings,
  sources: zhSources,
  grants: zhGrants,
  outside: zhOutside,
  lookBack: zhLookBack,
  talk: zhTalk,
  taskForm: zhTaskForm,
  visit: zhVisit,
  wall: zhWall,
  wallContent: zhWallContent,
  wallBaton: zhWallBaton,
  wallHistory: zhWallHistory,
  wallPicker: zhWallPicker,
  wallPlaces: zhWallPlaces,
  wallPresets: zhWallPresets,
  wallWindow: zhWallWindow,
};

export type Catalogue = typeof zhCatalogue;

export const enCatalogue: Catalogue = {
  calls: enCalls,
  orders: enOrders,
  alarms: enAlarms,
  assist: enAssist,
  attention: enAttention,
  audit: enAudit,
  command: enCommand,
  connection: enConnection,
  courts: enCourts,
  desk: enDesk,
  devices: enDevices,
  drill: enDrill,
  diagnostics: enDiagnostics,
  deputies: enDeputies,
  approval: enApproval,
  consultation: enConsultation,
  signing: enSigning,
  dossier: enDossier,
  duty: enDuty,
  errors: enErrors,
  exercise: enExercise,
  feeds: enFeeds,
  hall: enHall,
  journal: enJournal,
  map: enMap,
  operations: enOperations,
  palette: enPalette,
  people: enPeople,
  roles: enRoles,
  settings: enSettings,
  shortcuts: enShortcuts,
  signIn: enSignIn,
  steps: enSteps,
  units: enUnits,
  tiles: enTiles,
  drawing: enDrawing,
  documents: enDocuments,
  instructions: enInstructions,
  tasks: enTasks,
  reports: enReports,
  upload: enUpload,
  snapshots: enSnapshots,
  recordings: enRecordings,
  sources: enSources,
  grants: enGrants,
  outside: enOutside,
  lookBack: enLookBack,
  talk: enTalk,
  taskForm: enTaskForm,
  visit: enVisit,
  wall: enWall,
  wallContent: enWallContent,
  wallBaton: enWallBaton,
  wallHistory: enWallHistory,
  wallPicker: enWallPicker,
  wallPlaces: enWallPlaces,
  wallPresets: enWallPresets,
  wallWindow: enWallWindow,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Catalogue };
  }
}
