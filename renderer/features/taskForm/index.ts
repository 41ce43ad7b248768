export { FormFields } from './view/FormFields.tsx';
export { useRemark } from './view/useRemark.tsx';
