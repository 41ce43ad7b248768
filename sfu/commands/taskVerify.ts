import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SignedContent } from '#domain/tasks/signing/canonicalTask.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { verifyDossier, type DossierVerdict, type SignatureFault, type SignedStep } from '../dossier/verifyDossier.ts';
import { entryHash } from '../log/entryHash.ts';
import { beijingTime } from '../operator/commandLine.ts';
import { reasonOf } from '../persistence/reasonOf.ts';
import { commandWords, UsageError } from '../ports/commandWords.ts';
import { runCommand } from './runCommand.ts';

const USAGE = `用法：
  npm run task:verify -- <卷宗文件> [--documents <文件夹>] [--key <指纹>]
核验导出的任务卷宗：谁在何时签了什么，签名是否有效，内容此后是否有改动。可在任何电脑上进行，不需要连接指挥中心。
--documents 给出时，逐份核对文件夹中的材料与卷宗所记是否一致。
--key 是指挥中心签名密钥的指纹（SHA-256，64 位十六进制）；给出时，卷宗必须由这把密钥签署。
退出码：0 完好且签名均有效，1 有误或有签名失效，2 无法核验。
`;
const BROKEN = 1;
const CANNOT = 2;

const FIELDS: Record<keyof SignedContent, string> = {
  taskId: '任务', flowId: '流程', itemId: '事项', number: '编号', createdAt: '创建时间', from: '委托方', to: '受托方', author: '经办人', title: '标题', caseNumber: '案号', urgent: '紧急', limitDays: '办理期限',
  form: '表单', personalHash: '个人信息', operationId: '关联行动', contact: '联系人', documents: '材料', result: '办理结果',
};
const FAULTS: Record<SignatureFault, string> = {
  unknownKey: '卷宗中没有所用密钥的启用记录',
  otherPerson: '所用密钥不是签名人本人的',
  keyEnded: '所用密钥在签名前已停用',
  content: '签名所对应的内容与日志所记不同',
  signature: '签名与内容不符',
};

/** Says who signed what, from the file alone. */
await runCommand(USAGE, (args) => {
  const { file, documents, key } = readArguments(args);
  const verdict = verifyDossier(reading(file, () => readFileSync(file, 'utf8')), { key, entryHash });
  const papers = documents === null || verdict.task === null ? [] : paperFaults(verdict.task, documents);
  const lines = [...heading(verdict, key), ...verdict.faults.map(faultSentence), ...verdict.signatures.map(signatureSentence), ...papers];
  const isGood = verdict.faults.length === 0 && papers.length === 0 && verdict.signatures.every(({ fault, changed }) => fault === null && changed.length === 0);
  if (!isGood) {
    process.exitCode = BROKEN;
  }
  const papersGood = documents === null ? '' : '，材料齐全且与所记一致';
  return Promise.resolve([...lines, isGood ? `卷宗完好：日志 ${verdict.file?.entries.length ?? 0} 条，签名 ${verdict.signatures.length} 个，均有效${papersGood}。` : '核验未通过，见以上各条。'].join('\n'));
}, { cannot: CANNOT });

function heading({ file, fingerprint, task }: DossierVerdict, key: string | null): string[] {
  if (file === null) {
    return [];
  }
  const by = file.exportedBy.kind === 'hall' ? '' : file.exportedBy.name;
  return [
    `${file.hallName}（${file.hallId}）任务卷宗，${beijingTime(file.exportedAt)} 由 ${by} 导出，用途：${file.purpose}`,
    ...(task === null ? [] : [`${task.number ?? '尚未编号'} ${task.title}（${task.from.courtName} → ${task.to.courtName}）`]),
    `指挥中心密钥指纹 ${fingerprint ?? ''}${key === null ? '（请与该中心公布的指纹核对）' : ''}`,
  ];
}

function faultSentence(fault: DossierVerdict['faults'][number]): string {
  switch (fault.kind) {
    case 'unreadable': return '这不是任务卷宗，或文件已被改动，无法读取。';
    case 'file': return '文件已被改动：与指挥中心导出时的签名不符。';
    case 'foreignKey': return '这份卷宗不是由 --key 所给的密钥签署的。';
    case 'task': return '卷宗中的日志不完整，或不是同一任务的。';
    case 'entry': return `日志第 ${fault.sequence} 条已被改动：与其校验值不符。`;
  }
}

function signatureSentence({ at, name, step, words, fault, changed }: SignedStep): string {
  const said = `${beijingTime(at)} ${name} 签署“${step}”${words === null ? '' : `，意见：${words}`}`;
  if (fault !== null) {
    return `${said}：签名无效，${FAULTS[fault]}。`;
  }
  return changed.length === 0 ? `${said}：签名有效。` : `${said}：签名已失效，所签内容此后有改动（${changed.map((field) => FIELDS[field]).join('、')}）。`;
}

function paperFaults({ documents }: Task, folder: string): string[] {
  const here = reading(folder, () => new Set(readdirSync(folder, { withFileTypes: true }).filter((found) => found.isFile()).map(({ name }) => createHash('sha256').update(readFileSync(path.join(folder, name))).digest('hex'))));
  return documents.filter(({ documentId }) => !here.has(documentId)).map(({ name, documentId }) => `材料“${name}”不在文件夹中，或已被改动（SHA-256 ${documentId}）。`);
}

function readArguments(args: readonly string[]): { file: string; documents: string | null; key: string | null } {
  const { values, positionals } = commandWords({ args: [...args], allowPositionals: true, options: { key: { type: 'string' }, documents: { type: 'string' } } });
  const key = values.key?.toLowerCase().replaceAll(/[:\s]/g, '') ?? null;
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    throw new UsageError('请给出一个卷宗文件。');
  }
  if (key !== null && !/^[0-9a-f]{64}$/.test(key)) {
    throw new UsageError('--key 应为 64 位十六进制指纹。');
  }
  return { file, documents: values.documents ?? null, key };
}

function reading<Result>(place: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new UsageError(`${place} 无法读取：${reasonOf(cause)}。`, { cause });
  }
}
