export { FormFields } from './view/FormFields.tsx';
