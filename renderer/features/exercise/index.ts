export { ExerciseBar } from './view/ExerciseBar.tsx';
export { ExerciseStripe } from './view/ExerciseStripe.tsx';
