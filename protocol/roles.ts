/** What a person is in the hall; one person may hold several. The words for them are in the locales (`roles.json`). */
export const ROLES = [
  /** 指挥长 */ 'commander',
  /** 值班领导 */ 'dutyLeader',
  /** 值班员(执行岗) */ 'dutyOfficer',
  /** 技术保障岗 */ 'technician',
  /** 调度员 */ 'dispatcher',
  /** 会商主持人 */ 'consultationHost',
  /** 参会领导 */ 'leader',
  /** 审批人 */ 'approver',
  /** 外勤队长 */ 'teamLeader',
  /** 执行法官 */ 'judge',
  /** 法官助理、书记员 */ 'clerk',
  /** 司法警察 */ 'bailiff',
  /** 导播 */ 'director',
  /** 主持人(解说) */ 'presenter',
  /** 直播审核员 */ 'broadcastReviewer',
  /** 见证人 */ 'witness',
  /** 审计员 */ 'auditor',
  /** 系统管理员 */ 'administrator',
] as const;

export type Role = (typeof ROLES)[number];
