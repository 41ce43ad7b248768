import type { FeedId } from '#protocol/nouns/ids.ts';
import { manscdp, type Manscdp } from '../words/manscdp.ts';
import { nodesIn, textIn, type XmlWords } from '../words/xmlWords.ts';
import type { UpwardSetting } from './upwardSetting.ts';

/** Items in one message: three fit into a datagram that no network cuts. */
const ITEMS_OF_MESSAGE = 3;

type Options = {
  readonly setting: UpwardSetting;
  readonly message: (body: Buffer) => Promise<number | null>;
  readonly catalogue: () => Promise<XmlWords[]>;
  readonly feedOf: (channelId: string) => FeedId | undefined;
  readonly requestKeyFrame: (feedId: FeedId) => void;
};

/** Answers what a platform above asks by MESSAGE: each answer is a message of its own. Resolves when all of it was sent. */
export async function answerQuestion({ kind, command, serial, deviceId, node }: Manscdp, { setting, message, catalogue, feedOf, requestKeyFrame }: Options): Promise<void> {
  const isOwn = deviceId === setting.localId;
  const feedId = isOwn ? undefined : feedOf(deviceId);
  const respond = (words: XmlWords) => message(manscdp('Response', command, serial, deviceId, words));
  if (kind === 'Control') {
    // 2016 writes it wrong, 2022 right.
    const wantsKeyFrame = [node, ...nodesIn(node, 'Info')].some((one) => textIn(one, 'IFameCmd') === 'Send' || textIn(one, 'IFrameCmd') === 'Send');
    if (wantsKeyFrame && feedId !== undefined) requestKeyFrame(feedId);
    else if (command === 'DeviceControl') await respond({ Result: 'ERROR' });
    return;
  }
  if (kind !== 'Query') return;
  switch (command) {
    case 'Catalog': return sendCatalogue({ serial, deviceId, items: isOwn ? await catalogue() : (await catalogue()).filter((item) => item['DeviceID'] === deviceId), message });
    case 'DeviceInfo':
      await respond(isOwn || feedId !== undefined ? { Result: 'OK', DeviceName: '执行指挥中心', Manufacturer: 'command-hall', Model: 'command-hall', Firmware: '1', Channel: isOwn ? (await catalogue()).length : 1 } : { Result: 'ERROR' });
      return;
    case 'DeviceStatus':
      await respond(isOwn || feedId !== undefined ? { Result: 'OK', Online: 'ONLINE', Status: 'OK', Encode: 'ON', Record: 'OFF' } : { Result: 'ERROR' });
      return;
    default:
      // What is recorded here is not shown above.
      await respond(command === 'RecordInfo' ? { Name: '', SumNum: 0, RecordList: { '@Num': 0 } } : { Result: 'ERROR' });
  }
}

async function sendCatalogue({ serial, deviceId, items, message }: { readonly serial: number; readonly deviceId: string; readonly items: readonly XmlWords[]; readonly message: (body: Buffer) => Promise<number | null> }): Promise<void> {
  for (let from = 0; from === 0 || from < items.length; from += ITEMS_OF_MESSAGE) {
    const some = items.slice(from, from + ITEMS_OF_MESSAGE);
    const status = await message(manscdp('Response', 'Catalog', serial, deviceId, { SumNum: items.length, DeviceList: { '@Num': some.length, Item: some } }));
    // Nobody is there any more.
    if (status === null) return;
  }
}
