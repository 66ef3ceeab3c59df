/** Worker entry: a failing case made small. */
export { shrinkTask as default } from '../src/task/shrink-task.ts'
