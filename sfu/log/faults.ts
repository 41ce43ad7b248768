/** What is wrong with a log. */
export type FaultKind =
  | 'altered'
  | 'alteredHash'
  | 'alteredLink'
  | 'missing'
  | 'reordered'
  | 'duplicate'
  | 'timeGoesBack'
  | 'unknownShape'
  | 'headMismatch'
  | 'headSignature'
  | 'snapshotMismatch';

/** The first thing that is wrong, and at which entry. */
export type Fault = { readonly sequence: number; readonly kind: FaultKind };

const SENTENCES: Readonly<Record<FaultKind, string>> = {
  altered: '内容被改动过,与其校验值不符',
  alteredHash: '内容完好,但其校验值被改动过',
  alteredLink: '内容完好,但所记的前一条校验值被改动过',
  missing: '此条缺失',
  reordered: '此处的记录被调换了位置',
  duplicate: '此条重复出现',
  timeGoesBack: '时间早于前一条',
  unknownShape: '此处的记录格式无法识别',
  headMismatch: '与当日已签名的校验值不符:此条或此前的记录被整体改写过',
  headSignature: '当日签名无效:签名被改动过,或不是由本中心的密钥签署',
  snapshotMismatch: '保存的状态与日志推算的结果不符',
};

/** A sentence for a person, with the code for a machine. */
export function faultSentence({ sequence, kind }: Fault): string {
  return `日志第 ${sequence} 条有误:${SENTENCES[kind]}(${kind})。`;
}

/** The log is not what the hall wrote: the hall does not start on it. */
export class BrokenLogError extends Error {
  override readonly name = 'BrokenLogError';
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(`${faultSentence(fault)}指挥中心不会在此日志上启动。请先运行 npm run log:verify 查明,再运行 npm run log:restore 从备份恢复。`);
    this.fault = fault;
  }
}
