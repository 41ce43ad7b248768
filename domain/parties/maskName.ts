/** 复姓, the commoner ones. */
const DOUBLE_SURNAMES = new Set(
  '欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 宇文 长孙 端木 百里 东郭 南宫 独孤 申屠 闻人 澹台 公冶 宗政 濮阳 淳于 单于 太叔 轩辕 钟离 鲜于 闾丘 亓官 司寇 仉督 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 段干 呼延 东门 西门 南门 第五'.split(' '),
);
const HAN = /^\p{Script=Han}$/u;

/** Cities by which an organisation may be told where it is; nothing nearer. */
const CITIES = ['福州', '厦门', '莆田', '三明', '泉州', '漳州', '南平', '龙岩', '宁德', '平潭', '福建'];
/** What kind of organisation it is, by the end of its name; the longer ones first. */
const KINDS = [
  '合伙企业', '合作社', '事务所', '居民委员会', '村民委员会', '业主委员会', '居委会', '村委会', '业委会', '工作室', '经营部', '门市部', '办事处', '幼儿园', '卫生院', '基金会', '研究所',
  '公司', '集团', '工厂', '医院', '学校', '学院', '银行', '商店', '商行', '酒店', '饭店', '餐厅', '超市', '中心', '协会', '商会', '农场', '林场', '矿', '厂', '店', '站', '社', '局', '所',
];

export type NameToMask = { readonly name: string; readonly kind: 'person' | 'organisation'; readonly minor: boolean };

/** The form of a name that everybody may read: 柯某, 陈某某, 欧阳某; 厦门某公司; of a minor nothing at all. */
export function maskName({ name, kind, minor }: NameToMask): string {
  const plain = name.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim();
  if (kind === 'organisation') {
    return maskOrganisation(plain);
  }
  return minor ? '某未成年人' : maskPerson(plain);
}

function maskPerson(name: string): string {
  const letters = [...name.replaceAll(' ', '')];
  const [first = '', second = ''] = letters;
  if (letters.length < 2) {
    return '某';
  }
  // 买买提·吐尔逊, John Smith: what stands first is no surname.
  if (!letters.every((letter) => HAN.test(letter))) {
    return `${first}某某`;
  }
  const surname = letters.length > 2 && DOUBLE_SURNAMES.has(first + second) ? first + second : first;
  return surname + '某'.repeat(Math.min(2, letters.length - [...surname].length));
}

function maskOrganisation(name: string): string {
  const city = CITIES.find((one) => name.startsWith(one)) ?? '';
  // （有限合伙） and the like say nothing of the kind that its name ends with.
  const bare = name.replaceAll(/[(（〔[][^)）〕\]]*[)）〕\]]/gu, '');
  return `${city}某${KINDS.find((kind) => bare.endsWith(kind)) ?? '单位'}`;
}
