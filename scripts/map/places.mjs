/**
 * The names and codes that the geometry source lacks or spells in an older way.
 *
 * Codes are GB/T 2260 codes as they stand since 2021. A court keeps the code it was registered under,
 * so `former` lists the codes that a county carried before it was renamed or merged: 闽0402 and 闽0403
 * both lead to 三元区.
 */

/** Source files are named by pinyin with tone numbers; 厦门 is misread as `sha4_men2` there. */
export const prefectures = [
  { code: '350100', name: '福州市', file: 'fu2_jian4_fu2_zhou1' },
  { code: '350200', name: '厦门市', file: 'fu2_jian4_sha4_men2' },
  { code: '350300', name: '莆田市', file: 'fu2_jian4_pu3_tian2' },
  { code: '350400', name: '三明市', file: 'fu2_jian4_san1_ming2' },
  { code: '350500', name: '泉州市', file: 'fu2_jian4_quan2_zhou1' },
  { code: '350600', name: '漳州市', file: 'fu2_jian4_zhang1_zhou1' },
  { code: '350700', name: '南平市', file: 'fu2_jian4_nan2_ping2' },
  { code: '350800', name: '龙岩市', file: 'fu2_jian4_long2_yan2' },
  { code: '350900', name: '宁德市', file: 'fu2_jian4_ning2_de2' },
];

const unchanged = `
350102 鼓楼区 350103 台江区 350104 仓山区 350105 马尾区 350111 晋安区 350121 闽侯县 350122 连江县 350123 罗源县
350124 闽清县 350125 永泰县 350128 平潭县 350181 福清市
350203 思明区 350205 海沧区 350206 湖里区 350211 集美区 350212 同安区 350213 翔安区
350302 城厢区 350303 涵江区 350304 荔城区 350305 秀屿区 350322 仙游县
350421 明溪县 350423 清流县 350424 宁化县 350425 大田县 350426 尤溪县 350428 将乐县 350429 泰宁县 350430 建宁县
350481 永安市
350502 鲤城区 350503 丰泽区 350504 洛江区 350505 泉港区 350521 惠安县 350524 安溪县 350525 永春县 350526 德化县
350527 金门县 350581 石狮市 350582 晋江市 350583 南安市
350602 芗城区 350603 龙文区 350622 云霄县 350623 漳浦县 350624 诏安县 350626 东山县 350627 南靖县 350628 平和县
350629 华安县
350702 延平区 350721 顺昌县 350722 浦城县 350723 光泽县 350724 松溪县 350725 政和县 350781 邵武市 350782 武夷山市
350783 建瓯市
350802 新罗区 350821 长汀县 350823 上杭县 350824 武平县 350825 连城县 350881 漳平市
350902 蕉城区 350921 霞浦县 350922 古田县 350923 屏南县 350924 寿宁县 350925 周宁县 350926 柘荣县 350981 福安市
350982 福鼎市`;

/** Renamed or merged since the source was drawn; keyed by the source's own spelling. */
const changed = {
  长乐市: { code: '350112', name: '长乐区', former: ['350182'] },
  建阳区: { code: '350703', name: '建阳区', former: ['350784'] },
  永定区: { code: '350803', name: '永定区', former: ['350822'] },
  梅列区: { code: '350404', name: '三元区', former: ['350402', '350403'] },
  三元区: { code: '350404', name: '三元区', former: ['350402', '350403'] },
  沙县: { code: '350405', name: '沙县区', former: ['350427'] },
  龙海市: { code: '350604', name: '龙海区', former: ['350681'] },
  长泰县: { code: '350605', name: '长泰区', former: ['350625'] },
};

/** Source spelling of a Fujian county to what it is called today. */
export const counties = new Map([
  ...[...unchanged.matchAll(/(\d{6}) (\S+)/g)].map(([, code, name]) => [name, { code, name, former: [] }]),
  ...Object.entries(changed),
]);

/** The three provinces whose border Fujian shares; read in detail so that the shared border matches. */
export const adjacentProvinces = [
  { code: '330000', name: '浙江省', prefix: 'zhe4_jiang1_' },
  { code: '360000', name: '江西省', prefix: 'jiang1_xi1_' },
  { code: '440000', name: '广东省', prefix: 'guang3_dong1_' },
];

/** Further provinces, seen only at the rim of the view. */
export const rimProvinces = [
  { code: '140000', name: '山西省', prefix: 'shan1_xi1_' },
  { code: '310000', name: '上海市', prefix: 'shanghai' },
  { code: '320000', name: '江苏省', prefix: 'jiang1_su1_' },
  { code: '340000', name: '安徽省', prefix: 'an1_hui1_' },
  { code: '370000', name: '山东省', prefix: 'shan1_dong1_' },
  { code: '410000', name: '河南省', prefix: 'he2_nan2_' },
  { code: '420000', name: '湖北省', prefix: 'hu2_bei3_' },
  { code: '430000', name: '湖南省', prefix: 'hu2_nan2_' },
  { code: '450000', name: '广西壮族自治区', prefix: 'guang3_xi1_' },
  { code: '460000', name: '海南省', prefix: 'hai3_nan2_' },
  { code: '500000', name: '重庆市', prefix: 'chongqing' },
  { code: '510000', name: '四川省', prefix: 'si4_chuan1_' },
  { code: '520000', name: '贵州省', prefix: 'gui4_zhou1_' },
  { code: '610000', name: '陕西省', prefix: 'shan3_xi1_' },
  { code: '620000', name: '甘肃省', prefix: 'gan1_su4_' },
  { code: '640000', name: '宁夏回族自治区', prefix: 'ning2_xia4_' },
  { code: '810000', name: '香港特别行政区', prefix: 'xianggang' },
  { code: '820000', name: '澳门特别行政区', prefix: 'aomen' },
];

export const taiwan = { code: '710000', name: '台湾省', prefix: 'tai2_wan1_' };

/** In Taiwan's own data, but part of Fujian's 泉州市 and 福州市 on a Chinese map, where they are drawn already. */
export const drawnWithFujian = ['tai2_wan1_jin1_men2_xian4', 'tai2_wan1_lian2_jiang1_xian4'];

/** Names in the sea. Positions are for lettering, WGS-84, not for navigation. */
export const seaNames = [
  { kind: 'sea', name: '台湾海峡', at: [119.35, 24.35] },
  { kind: 'sea', name: '东海', at: [122.0, 27.0] },
  { kind: 'sea', name: '南海', at: [117.3, 21.3] },
  { kind: 'sea', name: '太平洋', at: [125.6, 22.3] },
  { kind: 'island', name: '钓鱼岛', at: [123.475, 25.745] },
  { kind: 'island', name: '赤尾屿', at: [124.56, 25.922] },
  { kind: 'island', name: '澎湖列岛', at: [119.57, 23.57] },
  { kind: 'island', name: '马祖列岛', at: [119.98, 26.18] },
  { kind: 'island', name: '东沙群岛', at: [116.75, 20.69] },
];
