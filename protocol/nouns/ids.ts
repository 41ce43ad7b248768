import { z } from 'zod';

const uuid = z.uuid();

export const unitId = uuid.brand<'UnitId'>();
export const feedId = uuid.brand<'FeedId'>();
export const sessionId = uuid.brand<'SessionId'>();
export const commandId = uuid.brand<'CommandId'>();
export const transportId = uuid.brand<'TransportId'>();
export const producerId = uuid.brand<'ProducerId'>();
export const consumerId = uuid.brand<'ConsumerId'>();
export const ingestId = uuid.brand<'IngestId'>();
export const userId = uuid.brand<'UserId'>();
export const deviceId = uuid.brand<'DeviceId'>();
export const alarmId = uuid.brand<'AlarmId'>();
export const orderId = uuid.brand<'OrderId'>();
export const callId = uuid.brand<'CallId'>();
export const fenceId = uuid.brand<'FenceId'>();
export const campaignId = uuid.brand<'CampaignId'>();
export const operationId = uuid.brand<'OperationId'>();
export const stepId = uuid.brand<'StepId'>();
export const partyId = uuid.brand<'PartyId'>();
export const drillId = uuid.brand<'DrillId'>();
export const presetId = uuid.brand<'PresetId'>();
export const strokeId = uuid.brand<'StrokeId'>();
export const snapshotId = uuid.brand<'SnapshotId'>();
export const talkId = uuid.brand<'TalkId'>();
export const sourceId = uuid.brand<'SourceId'>();
export const grantId = uuid.brand<'GrantId'>();
export const assistId = uuid.brand<'AssistId'>();
export const instructionId = uuid.brand<'InstructionId'>();
export const reportId = uuid.brand<'ReportId'>();
export const taskId = uuid.brand<'TaskId'>();
export const taskDraftId = uuid.brand<'TaskDraftId'>();
/** Another province's centre that exchanges tasks with this hall (协作方). */
export const partnerId = uuid.brand<'PartnerId'>();
/** One handing over of approvals to a deputy (审批权委托). */
export const deputyshipId = uuid.brand<'DeputyshipId'>();
export const consultationId = uuid.brand<'ConsultationId'>();
/** A place in the room of a consultation. */
export const seatId = uuid.brand<'SeatId'>();
/** A token's id: one signed-in person, or one enrolled device. */
export const tokenId = uuid.brand<'TokenId'>();
/** 法院代字: 闽, 闽02 or 闽0203 (high, intermediate, basic). */
export const courtCode = z.string().regex(/^闽(\d{2}(\d{2})?)?$/).brand<'CourtCode'>();
/** A place on a court's wall that a display takes: `wall-1`, `wall-2` … */
export const slotId = z.string().regex(/^wall-[1-9]\d?$/).brand<'SlotId'>();

export type UnitId = z.infer<typeof unitId>;
export type FeedId = z.infer<typeof feedId>;
export type SessionId = z.infer<typeof sessionId>;
export type CommandId = z.infer<typeof commandId>;
export type TransportId = z.infer<typeof transportId>;
export type ProducerId = z.infer<typeof producerId>;
export type ConsumerId = z.infer<typeof consumerId>;
export type IngestId = z.infer<typeof ingestId>;
export type SlotId = z.infer<typeof slotId>;
export type UserId = z.infer<typeof userId>;
export type DeviceId = z.infer<typeof deviceId>;
export type AlarmId = z.infer<typeof alarmId>;
export type OrderId = z.infer<typeof orderId>;
export type CallId = z.infer<typeof callId>;
export type FenceId = z.infer<typeof fenceId>;
export type CampaignId = z.infer<typeof campaignId>;
export type OperationId = z.infer<typeof operationId>;
export type StepId = z.infer<typeof stepId>;
export type PartyId = z.infer<typeof partyId>;
export type DrillId = z.infer<typeof drillId>;
export type PresetId = z.infer<typeof presetId>;
export type StrokeId = z.infer<typeof strokeId>;
export type SnapshotId = z.infer<typeof snapshotId>;
export type TalkId = z.infer<typeof talkId>;
export type SourceId = z.infer<typeof sourceId>;
export type GrantId = z.infer<typeof grantId>;
export type AssistId = z.infer<typeof assistId>;
export type InstructionId = z.infer<typeof instructionId>;
export type ReportId = z.infer<typeof reportId>;
export type TaskId = z.infer<typeof taskId>;
export type TaskDraftId = z.infer<typeof taskDraftId>;
export type PartnerId = z.infer<typeof partnerId>;
export type DeputyshipId = z.infer<typeof deputyshipId>;
export type ConsultationId = z.infer<typeof consultationId>;
export type SeatId = z.infer<typeof seatId>;
export type TokenId = z.infer<typeof tokenId>;
export type CourtCode = z.infer<typeof courtCode>;
