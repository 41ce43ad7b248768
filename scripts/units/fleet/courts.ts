/**
 * Courts that simulated units belong to. Codes are the courts' signs in case numbers (法院代字), which follow the
 * county codes of GB/T 2260; names are those of 2018.
 */
export type Court = { readonly code: string; readonly name: string; /** As teams are called for short. */ readonly shortName: string };

export const COURTS = {
  siming: { code: '闽0203', name: '厦门市思明区人民法院', shortName: '思明' },
  tongan: { code: '闽0212', name: '厦门市同安区人民法院', shortName: '同安' },
  gulou: { code: '闽0102', name: '福州市鼓楼区人民法院', shortName: '鼓楼' },
  licheng: { code: '闽0502', name: '泉州市鲤城区人民法院', shortName: '鲤城' },
  anxi: { code: '闽0524', name: '安溪县人民法院', shortName: '安溪' },
  xinluo: { code: '闽0802', name: '龙岩市新罗区人民法院', shortName: '新罗' },
  jiaocheng: { code: '闽0902', name: '宁德市蕉城区人民法院', shortName: '蕉城' },
  yanping: { code: '闽0702', name: '南平市延平区人民法院', shortName: '延平' },
  xiangcheng: { code: '闽0602', name: '漳州市芗城区人民法院', shortName: '芗城' },
  meilie: { code: '闽0402', name: '三明市梅列区人民法院', shortName: '梅列' },
} as const satisfies Record<string, Court>;

export type CourtKey = keyof typeof COURTS;
